import { test } from '@japa/runner'
import type { TaxRate } from '#app/billing/domain/taxation/tax_rate'
import { planRate, refuseValidity } from '#app/billing/domain/taxation/validity'

test.group('Days on which a rate, registration or exemption holds', () => {
  /** from, until, why not */
  const cases: [string, string | null, string | null][] = [
    ['2026-03-01', null, null],
    ['2019-01-01', '2026-01-01', null],
    ['2026-02-30', null, 'start_impossible'],
    ['2026-03-01', '2026-02-31', 'end_impossible'],
    ['2026-03-01', '2026-03-01', 'ends_before_start'],
    ['2036-03-01', null, null],
    ['2036-03-02', null, 'starts_too_far_ahead'],
    ['9999-12-31', null, 'starts_too_far_ahead'],
    // Many certificates name the last day that there is, and mean that they have no end.
    ['2026-03-01', '9999-12-31', null],
  ]
  for (const [validFrom, validUntil, expected] of cases)
    test(`${validFrom} to ${validUntil}: ${expected ?? 'possible'}`, ({ assert }) =>
      assert.equal(refuseValidity({ validFrom, validUntil }, '2026-03-01'), expected))
})

test.group('Where a new rate finds its place', () => {
  /** `19 2020-01-01 2027-01-01`; without end where none is given. */
  function rate(text: string, more: Partial<TaxRate> = {}): TaxRate {
    const [percent = '', validFrom = '', validUntil = null] = text.split(' ')
    return {
      id: text, country: 'DE', region: null, postalPrefix: null, name: 'USt.', percent, taxablePercent: '100', kind: 'vat', productKinds: null,
      customerKind: null, isAdditional: false, validFrom, validUntil, ...more,
    } // prettier-ignore
  }
  const inShort = ({ percent, validFrom, validUntil }: TaxRate) =>
    `${percent} ${validFrom} ${validUntil ?? 'open'}`

  const open = rate('19 2021-01-01')
  const temporary = rate('16 2026-07-01 2027-01-01')
  const vps = { productKinds: ['vps'] }
  const hosting = { productKinds: ['hosting'] }
  const rows: [string, TaxRate, TaxRate[], { ended: string[]; continued: string[] } | string][] = [
    ['one of the past', open, [], 'starts_in_past'],
    ['one for good ends the one before', rate('21 2026-07-01'), [open], { ended: [inShort(open)], continued: [] }],
    ['one for some months is followed by the one that it interrupts', temporary, [open], {
      ended: [inShort(open)], continued: ['19 2027-01-01 open'],
    }],
    ['which ends when it would have ended', temporary, [rate('19 2021-01-01 2028-01-01')], {
      ended: ['19 2021-01-01 2028-01-01'], continued: ['19 2027-01-01 2028-01-01'],
    }],
    ['one that would have ended earlier stays ended', temporary, [rate('19 2021-01-01 2026-10-01')], {
      ended: ['19 2021-01-01 2026-10-01'], continued: [],
    }],
    ['what follows already goes on following', temporary, [rate('19 2021-01-01 2027-01-01'), rate('21 2027-01-01')], {
      ended: ['19 2021-01-01 2027-01-01'], continued: [],
    }],
    ['nothing is interrupted where nothing holds', temporary, [rate('19 2021-01-01 2026-07-01')], { ended: [], continued: [] }],
    ['each of two that it interrupts', rate('16 2026-07-01 2027-01-01', { productKinds: ['vps', 'hosting'] }), [
      rate('7 2021-01-01', vps), rate('9 2021-01-01', hosting), open,
    ], { ended: ['7 2021-01-01 open', '9 2021-01-01 open'], continued: ['7 2027-01-01 open', '9 2027-01-01 open'] }],
    ['one that begins within its days is in the way', temporary, [open, rate('20 2026-09-01 2026-10-01')], 'overlaps'],
  ] // prettier-ignore
  for (const [name, wish, existing, expected] of rows) {
    test(name, ({ assert }) => {
      const plan = planRate(wish, { existing, today: '2026-03-01' })
      if (typeof plan === 'string') return assert.equal(plan, expected as string)
      const { ended, continued } = plan
      assert.deepEqual({ ended: ended.map(inShort), continued: continued.map(inShort) }, expected as object)
    })
  }
})
