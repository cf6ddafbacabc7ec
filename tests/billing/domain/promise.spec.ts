import { test } from '@japa/runner'
import { decidePromise } from '#app/billing/domain/promise'

test.group('decidePromise', () => {
  const rows: [string, 'open' | 'paid', string, string][] = [
    ['until today', 'open', '2026-03-10', '2026-03-11'],
    ['until next week', 'open', '2026-03-17', '2026-03-18'],
    ['over the end of February', 'open', '2026-03-31', '2026-04-01'],
    ['ninety days', 'open', '2026-06-08', '2026-06-09'],
    ['more than ninety days', 'open', '2026-06-09', 'promise_too_far'],
    ['yesterday', 'open', '2026-03-09', 'promise_in_the_past'],
    ['for what is paid', 'paid', '2026-03-17', 'invoice_not_open'],
  ]
  for (const [name, status, until, expected] of rows) {
    test(name, ({ assert }) => {
      const decision = decidePromise({ status }, until, '2026-03-10')
      assert.equal(decision.ok ? decision.value.collectsOn : decision.error.type, expected)
    })
  }
})
