import { test } from '@japa/runner'
import { customerAbilities, staffAbilities } from '#app/shared/http/caller'
import {
  findBeyondMaker,
  hashToken,
  looksLikeToken,
  makeToken,
  narrowAbilities,
} from '#app/identity/domain/api_token'
import { abilitiesOfPermissions } from '#app/identity/domain/permissions'
import { abilitiesOfRoles, staffRoles } from '#app/identity/domain/roles'
import { toCaller, type PresentedToken } from '#app/identity/domain/token_validity'

const now = new Date('2026-03-01T09:00:00Z')
const token: PresentedToken = {
  id: 'token',
  user_id: 'user',
  customer_id: 'customer',
  abilities: ['billing:read', 'billing:pay', 'staff:customers:read'],
  expires_at: null,
  revoked_at: null,
  disabled_at: null,
  permissions: ['read'],
  service_ids: null,
  roles: null,
  role_book: null,
}

test.group('Abilities', () => {
  test('an owner has all of their kind, and none of the other', ({ assert }) => {
    assert.sameMembers([...abilitiesOfPermissions(['owner'])], [...customerAbilities])
    assert.sameMembers([...abilitiesOfRoles(['owner'])], [...staffAbilities])
  })

  test('add up, and unknown names grant nothing', ({ assert }) => {
    assert.sameMembers(
      [...abilitiesOfPermissions(['billing', 'services', 'root'])],
      ['account:read', 'billing:read', 'billing:pay', 'services:read', 'services:power', 'services:write']
    )
    assert.isEmpty([...abilitiesOfRoles(['emperor'])])
  })

  test('who may only read changes nothing', ({ assert }) => {
    const read = [...abilitiesOfRoles(['read_only']), ...abilitiesOfPermissions(['read'])]
    assert.isTrue(read.every((ability) => ability.endsWith(':read')))
  })

  test('no usual role but the owner sees secrets', ({ assert }) => {
    const usual = staffRoles.filter((role) => role !== 'owner')
    assert.notInclude([...abilitiesOfRoles(usual)], 'staff:services:secrets')
  })

  test('a token narrows, never widens', ({ assert }) => {
    const narrowed = narrowAbilities(token.abilities, abilitiesOfPermissions(['read']))
    assert.sameMembers([...narrowed], ['billing:read'])
  })
})

test.group('Tokens', () => {
  test('can be recognised, and only their hash is kept', ({ assert }) => {
    const { token: text, hash } = makeToken()
    assert.match(text, /^ezs_live_[\w-]{43}$/)
    assert.isTrue(hashToken(text).equals(hash))
    for (const other of ['', 'ezs_live_', `${text}x`, text.toUpperCase(), `x${text}`]) {
      assert.isFalse(looksLikeToken(other), other)
    }
  })

  const rows: [string, Partial<PresentedToken>, 'customer' | 'staff' | null][] = [
    ['as it is', {}, 'customer'],
    ['expires later', { expires_at: new Date('2026-03-01T09:00:01Z') }, 'customer'],
    ['expires now', { expires_at: now }, null],
    ['revoked', { revoked_at: now }, null],
    ['owner disabled', { disabled_at: now }, null],
    ['owner left the team', { permissions: null }, null],
    ['of staff', { customer_id: null, permissions: null, roles: ['support'] }, 'staff'],
    ['of somebody who left the staff', { customer_id: null, permissions: null, roles: null }, null],
  ]
  for (const [name, change, expected] of rows) {
    test(`stands for its owner: ${name}`, ({ assert }) => {
      assert.equal(toCaller({ ...token, ...change }, now)?.kind ?? null, expected)
    })
  }
})

test('what a token makes neither outlives it nor works from elsewhere', ({ assert }) => {
  const [soon, later] = [new Date('2026-04-01T00:00:00Z'), new Date('2026-05-01T00:00:00Z')]
  const reach = (expires_at: Date | null, ...networks: string[]) => ({ expires_at, networks })
  type Reach = ReturnType<typeof reach>
  const rows: [string, Reach, Reach, string | null][] = [
    ['of one without bounds', reach(null), reach(null), null],
    ['it ends before', reach(soon), reach(later), null],
    ['it ends with it', reach(soon), reach(soon), null],
    ['it ends after', reach(later), reach(soon), 'outlives_maker'],
    ['it never ends', reach(null), reach(soon), 'outlives_maker'],
    ['the same network', reach(null, '203.0.113.0/24'), reach(null, '203.0.113.0/24'), null],
    ['a part of it', reach(null, '203.0.113.7/32'), reach(null, '198.51.100.0/24', '203.0.113.0/24'), null],
    ['from everywhere', reach(null), reach(null, '203.0.113.0/24'), 'beyond_maker_networks'],
    ['a wider one', reach(null, '203.0.112.0/23'), reach(null, '203.0.113.0/24'), 'beyond_maker_networks'],
    ['one more', reach(null, '203.0.113.7/32', '2001:db8::/32'), reach(null, '203.0.113.0/24'), 'beyond_maker_networks'],
    ['everything of the other kind', reach(null, '0.0.0.0/0'), reach(null, '::/0'), 'beyond_maker_networks'],
  ] // prettier-ignore
  for (const [name, wish, maker, expected] of rows) assert.equal(findBeyondMaker(wish, maker), expected, name)
})
