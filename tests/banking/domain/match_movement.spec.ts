import { test } from '@japa/runner'
import fc from 'fast-check'
import { creditorReference } from '#app/billing/domain/creditor_reference'
import { matchMovement, type MatchCustomer, type MatchInvoice } from '#app/banking/domain/match_movement'

const invoice = (
  number: number,
  amountDue: bigint,
  status: MatchInvoice['status'] = 'open'
): MatchInvoice => {
  const reference = `INV-${String(number).padStart(6, '0')}`
  const dueOn = `2026-11-${String(number % 28 || 1).padStart(2, '0')}`
  return { id: `i${number}`, reference, creditorReference: creditorReference(reference), status, currency: 'EUR', amountDue, dueOn } // prettier-ignore
}
const customer = (id: string, invoices: MatchInvoice[], isKnownPayer = false): MatchCustomer => ({
  id, number: id === 'ada' ? '10001' : '10002', names: id === 'ada' ? ['Ada Lovelace'] : ['Brook Late'], isKnownPayer, invoices,
}) // prettier-ignore
const transfer = (amount: bigint, remittance: string, more: { counterpartyName?: string; creditorReference?: string; currency?: string } = {}) => ({
  amount, currency: 'EUR', remittance, creditorReference: null, endToEndId: null, counterpartyName: null, ...more,
}) // prettier-ignore
const rf = creditorReference('INV-000012')

/** What a person would say: who, what, how sure, what is left, and why. */
const tell = (proposals: ReturnType<typeof matchMovement>) =>
  proposals
    .map(({ customerId, invoiceIds, confidence, toBalance, reasons }) =>
      [customerId, invoiceIds.join('+') || '-', confidence, toBalance, reasons.join(',')].join(' ')
    )
    .join(' / ')

test.group('Whose transfer is it, and for what', () => {
  const one = [customer('ada', [invoice(12, 1667n), invoice(13, 500n)])]
  const known = [customer('ada', [invoice(12, 1667n), invoice(13, 500n)], true)]
  const two = [customer('ada', [invoice(12, 1667n)]), customer('brook', [invoice(14, 1667n)])]
  const acquainted = [customer('ada', [invoice(12, 1667n)], true), customer('brook', [invoice(14, 1667n)])]
  const paid = [customer('ada', [invoice(12, 0n, 'paid'), invoice(13, 500n)])]
  const rows: [string, ReturnType<typeof transfer>, MatchCustomer[], string][] = [
    ['reference, exact', transfer(1667n, rf), one, 'ada i12 certain 0 creditor_reference,amount_of_named'],
    ['reference in its own field', transfer(1667n, '', { creditorReference: rf }), one, 'ada i12 certain 0 creditor_reference,amount_of_named'],
    ['reference in groups and small letters', transfer(1667n, rf.toLowerCase().replace(/(.{4})/g, '$1 ')), one, 'ada i12 certain 0 creditor_reference,amount_of_named'],
    ['reference, in part', transfer(1000n, rf), one, 'ada i12 certain 0 creditor_reference,amount_in_part'],
    ['reference, too much', transfer(2000n, rf), one, 'ada i12 certain 333 creditor_reference,amount_too_large'],
    ['reference, all that is open', transfer(2167n, rf), one, 'ada i12+i13 certain 0 creditor_reference,amount_of_all'],
    ['a wrong check digit is a number at most', transfer(1000n, rf.replace(/^RF../, 'RF00')), one, 'ada i12 possible 0 invoice_number,amount_in_part,broken_reference'],
    ['a wrong check digit books nothing by itself, even with the right amount', transfer(1667n, rf.replace(/^RF../, 'RF00')), one, 'ada i12 likely 0 invoice_number,amount_of_named,broken_reference'],
    ['two digits swapped lead to another customer who owes the same', transfer(1667n, rf.replace('12', '14')), two, 'brook i14 likely 0 invoice_number,amount_of_named,broken_reference'],
    ['a broken reference and the number besides', transfer(1667n, `${rf.replace(/^RF../, 'RF00')} INV-000012`), one, 'ada i12 certain 0 invoice_number,amount_of_named'],
    ['a broken reference from a known account', transfer(1667n, rf.replace(/^RF../, 'RF00')), known, 'ada i12 certain 0 invoice_number,known_account,amount_of_named'],
    ['number of another customer, from an account that is known', transfer(1667n, 'INV-000014'), acquainted, 'brook i14 likely 0 invoice_number,amount_of_named,somebody_else / ada i12 likely 0 known_account,amount_of_one'],
    ['number of another customer, under a name that is known', transfer(1667n, 'INV-000014', { counterpartyName: 'Ada Lovelace' }), two, 'brook i14 likely 0 invoice_number,amount_of_named,somebody_else / ada i12 possible 0 name,amount_of_one'],
    ['reference of another customer, from an account that is known', transfer(1667n, creditorReference('INV-000014')), acquainted, 'brook i14 certain 0 creditor_reference,amount_of_named / ada i12 likely 0 known_account,amount_of_one'],
    ['number, exact', transfer(1667n, 'Rechnung INV-000012 vom 1.11.'), one, 'ada i12 certain 0 invoice_number,amount_of_named'],
    ['number with spaces and O for 0', transfer(1667n, 'Re. inv 00O O12 danke'), one, 'ada i12 certain 0 invoice_number,amount_of_named'],
    ['number without its zeros', transfer(1667n, 'INV 12'), one, 'ada i12 certain 0 invoice_number,amount_of_named'],
    ['number, in part', transfer(1000n, 'INV-000012'), one, 'ada i12 likely 0 invoice_number,amount_in_part'],
    ['number, in part, from a known account', transfer(1000n, 'INV-000012'), known, 'ada i12 certain 0 invoice_number,known_account,amount_in_part'],
    ['two numbers', transfer(2167n, 'INV-000012, INV-000013'), one, 'ada i12+i13 certain 0 invoice_number,amount_of_named'],
    ['another number that begins alike', transfer(1667n, 'INV-0000123'), two, 'ada i12 possible 0 amount_only,amount_of_one / brook i14 possible 0 amount_only,amount_of_one'],
    ['paid already', transfer(1667n, 'INV-000012'), paid, 'ada i13 possible 1167 invoice_number,paid_already,amount_too_large'],
    ['customer number and one amount', transfer(500n, 'Kunde 10001'), one, 'ada i13 likely 0 customer_number,amount_of_one'],
    ['customer number and account and one amount', transfer(500n, 'Kunde 10001'), known, 'ada i13 certain 0 customer_number,known_account,amount_of_one'],
    ['known account, all that is open', transfer(2167n, 'danke'), known, 'ada i12+i13 likely 0 known_account,amount_of_all'],
    ['known account, in part', transfer(100n, ''), known, 'ada i12+i13 possible 0 known_account,amount_in_part'],
    ['known account, nothing due', transfer(100n, ''), [customer('ada', [], true)], 'ada - possible 100 known_account,nothing_due'],
    ['a number inside another is none of ours', transfer(77n, 'A100012'), one, ''],
    ['name alone', transfer(77n, '', { counterpartyName: 'LOVELACE, ADA' }), one, 'ada i12+i13 possible 0 name,amount_in_part'],
    ['amount alone', transfer(1667n, 'danke'), one, 'ada i12 possible 0 amount_only,amount_of_one'],
    ['amount alone, two customers', transfer(1667n, ''), two, 'ada i12 possible 0 amount_only,amount_of_one / brook i14 possible 0 amount_only,amount_of_one'],
    ['both named', transfer(3334n, 'INV-000012 INV-000014'), two, 'ada i12 possible 1667 invoice_number,amount_too_large,several_customers / brook i14 possible 1667 invoice_number,amount_too_large,several_customers'],
    ['another currency', transfer(1667n, rf, { currency: 'USD' }), one, ''],
    ['nothing at all', transfer(999n, 'Miete November'), one, ''],
  ] // prettier-ignore
  for (const [name, movement, customers, expected] of rows) {
    test(name, ({ assert }) => assert.equal(tell(matchMovement(movement, customers)), expected))
  }

  test('several invoices of one account, in the one way that adds up', ({ assert }) => {
    const invoices = [invoice(1, 1000n), invoice(2, 2000n), invoice(3, 4000n)]
    const found = matchMovement(transfer(5000n, ''), [customer('ada', invoices, true)])
    assert.equal(tell(found), 'ada i1+i3 likely 0 known_account,amount_of_some')
    const twice = [...invoices, invoice(4, 3000n), invoice(5, 9000n)]
    const doubtful = matchMovement(transfer(5000n, ''), [customer('ada', twice, true)])
    assert.match(tell(doubtful), /^ada \S+ possible 0 known_account,amount_of_some,several_ways$/)
  })

  test('never more is given out than came in, and what is over goes to the balance', ({ assert }) => {
    const amounts = fc.array(fc.bigInt(1n, 5000n), { maxLength: 8 })
    fc.assert(
      fc.property(amounts, fc.bigInt(1n, 20_000n), fc.boolean(), fc.constantFrom('', rf, 'INV-000001', '10001'), (dues, amount, isKnown, text) => {
        const invoices = dues.map((due, index) => invoice(index + 1, due))
        for (const proposal of matchMovement(transfer(amount, text), [customer('ada', invoices, isKnown)])) {
          const due = proposal.invoiceIds.reduce((sum, id) => sum + invoices.find((each) => each.id === id)!.amountDue, 0n)
          assert.equal(proposal.toBalance, amount > due ? amount - due : 0n)
          assert.lengthOf(new Set(proposal.invoiceIds), proposal.invoiceIds.length)
        }
      })
    ) // prettier-ignore
  })

  test('the order of customers changes nothing, and nothing is certain when two are named', ({ assert }) => {
    fc.assert(
      fc.property(fc.bigInt(1n, 9000n), fc.constantFrom('', rf, 'INV-000012 INV-000014', '10001 10002'), fc.boolean(), (amount, text, isKnown) => {
        const pair = [customer('ada', [invoice(12, 1667n)], isKnown), customer('brook', [invoice(14, 4000n)])]
        const found = tell(matchMovement(transfer(amount, text), pair))
        assert.equal(tell(matchMovement(transfer(amount, text), pair.toReversed())), found)
        if (text.includes('INV-000014')) assert.notInclude(found, 'certain')
      })
    ) // prettier-ignore
  })
})
