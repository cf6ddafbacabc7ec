import { test } from '@japa/runner'
import { decideProviderSignIn, isIssuer, type ProviderSituation } from '#app/identity/domain/provider_sign_in'

const claims = { subject: '17', email: 'ada@example.test', isEmailVerified: true, name: 'Ada' }
const base: ProviderSituation = {
  purpose: { kind: 'sign_in' },
  claims,
  linkedUserId: null,
  hasOtherLink: false,
  isEmailKnown: false,
  takesSignUps: true,
}
const linking: Partial<ProviderSituation> = { purpose: { kind: 'link', userId: 'ada' } }

test.group('What follows when a provider vouches for somebody', () => {
  const rows: [string, Partial<ProviderSituation>, string][] = [
    ['a linked account opens its own', { linkedUserId: 'ada' }, 'enter'],
    ['whatever the address is by now', { linkedUserId: 'ada', claims: { ...claims, email: null } }, 'enter'],
    ['somebody new signs up', {}, 'sign_up'],
    ['a known address opens nothing, confirmed or not', { isEmailKnown: true }, 'account_exists'],
    ['an unconfirmed address is no address', { claims: { ...claims, isEmailVerified: false } }, 'email_unverified'],
    ['nor does it tell whether somebody has it', { claims: { ...claims, isEmailVerified: false }, isEmailKnown: true }, 'email_unverified'],
    ['no address at all', { claims: { ...claims, email: null } }, 'email_unverified'],
    ['where nobody signs up by it', { takesSignUps: false }, 'no_sign_ups'],
    ['linking a free account', linking, 'link'],
    ['linking does not ask for an address', { ...linking, claims: { ...claims, email: null } }, 'link'],
    ['linking it again', { ...linking, linkedUserId: 'ada' }, 'already_linked'],
    ['linking what opens somebody else’s', { ...linking, linkedUserId: 'brook' }, 'linked_to_somebody_else'],
    ['linking a second one', { ...linking, hasOtherLink: true }, 'other_account_linked'],
  ] // prettier-ignore
  for (const [name, situation, expected] of rows) {
    test(name, ({ assert }) => {
      const decided = decideProviderSignIn({ ...base, ...situation })
      assert.equal(decided.kind === 'refuse' ? decided.why : decided.kind, expected)
    })
  }

  const issuers: [string, boolean][] = [
    ['https://id.example.test', true],
    ['https://id.example.test/realms/one', true],
    ['http://id.example.test', false],
    ['https://ada:secret@id.example.test', false],
    ['https://id.example.test/?x=1', false],
    ['https://id.example.test/#', false],
    ['javascript:alert(1)', false],
    ['id.example.test', false],
  ]
  for (const [text, expected] of issuers) {
    test(`${text} is ${expected ? 'an' : 'no'} issuer`, ({ assert }) =>
      assert.equal(isIssuer(text), expected))
  }
})
