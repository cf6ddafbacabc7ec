import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { declineCategory } from '#app/payments/domain/decline_category'
import type { Decline } from '#app/payments/domain/gateway_values'
import { declineRules } from '#app/payments/drivers/stripe/declines'
import { toDecline } from '#app/payments/drivers/stripe/failures'

test.group('What a decline means for another try', () => {
  const soft: Decline = { kind: 'declined', code: 'x', message: 'No.', isHard: false }
  const rows: [string, Decline | null, string][] = [
    ['nothing known', null, 'soft_decline'],
    ['stored before there were categories', soft, 'soft_decline'],
    ['hard, whatever else was said', { ...soft, isHard: true, category: 'try_later' }, 'hard_decline'],
    ['the bank asks for its customer', { ...soft, kind: 'action_required' }, 'authentication_required'],
    ['it never reached the bank', { ...soft, kind: 'never_created' }, 'try_later'],
    ['an operator has to mend something', { ...soft, kind: 'misconfigured' }, 'try_later'],
    ['no money', toDecline({ code: 'card_declined', decline_code: 'insufficient_funds' }), 'insufficient_funds'],
    ['no answer of the bank', toDecline({ code: 'processing_error' }), 'try_later'],
    ['advised to try later, like most', toDecline({ decline_code: 'generic_decline', advice_code: 'try_again_later' }), 'soft_decline'],
    ['advised against', toDecline({ decline_code: 'insufficient_funds', advice_code: 'do_not_try_again' }), 'hard_decline'],
    ['a code of tomorrow', toDecline({ decline_code: 'a_code_of_tomorrow' }), 'soft_decline'],
  ] // prettier-ignore
  for (const [name, decline, expected] of rows) {
    test(`${name}: ${expected}`, ({ assert }) => assert.equal(declineCategory(decline), expected))
  }

  test('docs/payments.md shows the table that runs', ({ assert }) => {
    const shown = [...readFileSync('docs/payments.md', 'utf8').matchAll(/^\| `(\w+)` \| (`.*`) \|$/gm)]
    const documented = shown.flatMap(([, category, codes]) =>
      codes!.split(', ').map((code) => [code.replaceAll('`', ''), category])
    )
    const running = Object.entries(declineRules).map(([code, { category }]) => [code, category])
    assert.deepEqual(documented.toSorted(), running.toSorted())
    for (const rule of Object.values(declineRules)) {
      assert.equal(rule.isHard, rule.category === 'hard_decline')
    }
  })
})
