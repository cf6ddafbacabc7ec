import { test } from '@japa/runner'
import fc from 'fast-check'
import { type CreditableLine, type CreditWish, decideCredit } from '#app/billing/domain/credit'

function line(amount: bigint, tax: bigint, change: Partial<CreditableLine> = {}): CreditableLine {
  return { position: 0, description: 'VPS', amount, taxes: tax === 0n ? [] : [{ jurisdiction: 'DE', amount: tax }], takenBackAmount: 0n, takenBackTaxAmount: 0n, ...change } // prettier-ignore
}
const two = (): CreditableLine[] => [line(1401n, 266n), line(500n, 95n, { position: 1 })]
const part = (amount: bigint | null, position = 0): CreditWish => ({
  of: 'lines',
  lines: [{ position, amount }],
})

test.group('decideCredit', () => {
  const rows: [string, CreditableLine[], CreditWish, [bigint, bigint][]][] = [
    ['B1: 29 of 30 days, 25 % tax', [line(20_000n, 5000n)], part(19_333n), [[19_333n, 4833n]]],
    ['B3: 6 of 7 days, 23.33 % tax', [line(2999n, 700n)], part(2571n), [[2571n, 600n]]],
    ['B5: 20 of 21 days, 20 % tax', [line(3750n, 750n)], part(3571n), [[3571n, 714n]]],
    ['B7: 27 of 28 days, 20 % tax', [line(5000n, 1000n)], part(4821n), [[4821n, 964n]]],
    ['B15: 10 of 100', [line(10_000n, 0n)], { of: 'amount', amount: 1000n }, [[1000n, 0n]]],
    ['B19: 10 of 29.95 and its tax of 1 of 3', [line(2995n, 300n)], part(1000n), [[1000n, 100n]]],
    ['the whole', two(), { of: 'whole' }, [[1401n, 266n], [500n, 95n]]],
    ['one line', two(), part(null, 1), [[500n, 95n]]],
    ['what is left of a line', [line(1401n, 266n, { takenBackAmount: 400n, takenBackTaxAmount: 76n })], part(null), [[1001n, 190n]]],
    ['an amount, tax in it', [line(1000n, 190n)], { of: 'amount', amount: 595n }, [[500n, 95n]]],
    ['an amount over two lines', two(), { of: 'amount', amount: 1131n }, [[701n, 133n], [250n, 47n]]],
    ['the whole amount', two(), { of: 'amount', amount: 2262n }, [[1401n, 266n], [500n, 95n]]],
    ['without tax', [line(1000n, 0n)], { of: 'amount', amount: 1n }, [[1n, 0n]]],
    ['what a change left of it', [line(450n, 86n, { takenBackAmount: 225n, takenBackTaxAmount: 43n })], { of: 'whole' }, [[225n, 43n]]],
    ['where a change gave back a cent of tax more', [line(600n, 114n, { takenBackAmount: 300n, takenBackTaxAmount: 58n })], part(1n), [[1n, 0n]]],
    ['with a line that gave back', [line(2000n, 380n), line(-500n, -95n, { position: 1 })], { of: 'whole' }, [[2000n, 380n], [-500n, -95n]]],
  ] // prettier-ignore
  for (const [name, lines, wish, expected] of rows) {
    test(name, ({ assert }) => {
      const decision = decideCredit(lines, wish)
      if (!decision.ok) throw new Error(decision.error.type)
      assert.deepEqual(decision.value.lines.map(({ amount, taxAmount }) => [amount, taxAmount]), expected) // prettier-ignore
    })
  }

  const refusals: [string, CreditableLine[], CreditWish, string][] = [
    ['more than was demanded', two(), { of: 'amount', amount: 2263n }, 'more_than_left'],
    ['more than a line', two(), part(501n, 1), 'more_than_left'],
    ['nothing', two(), { of: 'amount', amount: 0n }, 'amount_not_positive'],
    ['less than nothing', two(), part(-5n), 'amount_not_positive'],
    ['a line that is not there', two(), part(null, 9), 'unknown_line'],
    ['a line twice', two(), { of: 'lines', lines: [{ position: 0, amount: 1n }, { position: 0, amount: 1n }] }, 'line_twice'],
    ['what is taken back already', [line(1000n, 190n, { takenBackAmount: 1000n, takenBackTaxAmount: 190n })], { of: 'whole' }, 'nothing_left_to_credit'],
    ['what a change gave back already', [line(450n, 86n, { takenBackAmount: 225n, takenBackTaxAmount: 43n })], part(226n), 'more_than_left'],
    ['more than was left, by rounding', [line(450n, 86n, { takenBackAmount: 451n, takenBackTaxAmount: 85n })], part(1n), 'more_than_left'],
    ['a free invoice', [line(0n, 0n)], { of: 'whole' }, 'nothing_left_to_credit'],
    ['a line that gave back, alone', [line(-500n, -95n)], part(null), 'nothing_left_to_credit'],
  ] // prettier-ignore
  for (const [name, lines, wish, type] of refusals) {
    test(`${name} is refused`, ({ assert }) => {
      const decision = decideCredit(lines, wish)
      assert.equal(decision.ok ? 'ok' : decision.error.type, type)
    })
  }

  test('however it is cut, the notes give back what was demanded, tax for tax, and never more', ({
    assert,
  }) => {
    const invoice = fc.array(fc.tuple(fc.bigInt(1n, 100_000n), fc.integer({ min: 0, max: 2500 })), { minLength: 1, maxLength: 4 }) // prettier-ignore
    const cuts = fc.array(fc.bigInt(1n, 60_000n), { maxLength: 8 })
    // What changes gave back of each line before, its tax rounded on its own.
    const givenBack = fc.array(fc.bigInt(0n, 100_000n), { maxLength: 2 })
    fc.assert(
      fc.property(invoice, cuts, fc.boolean(), givenBack, (amounts, wishes, byLine, changes) => {
        const taxOf = (amount: bigint, rate: number) => (amount * BigInt(rate) + 5000n) / 10_000n
        let lines = amounts.map(([amount, rate], position) => {
          const before = { takenBackAmount: 0n, takenBackTaxAmount: 0n }
          for (const wish of changes) {
            const part = wish < amount - before.takenBackAmount ? wish : amount - before.takenBackAmount
            before.takenBackAmount += part
            before.takenBackTaxAmount += taxOf(part, rate)
          }
          return line(amount, taxOf(amount, rate), { position, ...before })
        })
        const most = lines.map(({ taxes, takenBackTaxAmount }) => {
          const tax = taxes[0]?.amount ?? 0n
          return takenBackTaxAmount > tax ? takenBackTaxAmount : tax
        })
        const give = (wish: CreditWish) => {
          const decision = decideCredit(lines, wish)
          if (!decision.ok) return
          lines = lines.map((each) => {
            const credited = decision.value.lines.find(({ position }) => position === each.position)
            if (!credited) return each
            return { ...each, takenBackAmount: each.takenBackAmount + credited.amount, takenBackTaxAmount: each.takenBackTaxAmount + credited.taxAmount } // prettier-ignore
          })
          for (const each of lines) {
            assert.isTrue(each.takenBackAmount >= 0n && each.takenBackAmount <= each.amount)
            assert.isTrue(each.takenBackTaxAmount >= 0n && each.takenBackTaxAmount <= most[each.position]!)
          }
        }
        wishes.forEach((amount, index) =>
          give(byLine ? part(amount, index % lines.length) : { of: 'amount', amount })
        )
        give({ of: 'whole' })
        for (const each of lines) {
          assert.equal(each.takenBackAmount, each.amount)
          assert.equal(each.takenBackTaxAmount, most[each.position]!)
        }
      })
    )
  })
})
