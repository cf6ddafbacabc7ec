import { test } from '@japa/runner'
import {
  afterCheck,
  countryOfTaxId,
  requesterFrom,
  standingAt,
  type TaxIdOutcome,
  type TaxIdState,
} from '#app/billing/domain/taxation/tax_id'

const now = new Date('2026-03-01T12:00:00Z')
const at = (text: string) => new Date(text)
const fresh: TaxIdState = { status: 'unchecked', trustedUntil: null, tries: 0, nextCheckAt: null }
const valid: TaxIdState = {
  status: 'valid',
  trustedUntil: at('2026-03-20T12:00:00Z'),
  tries: 0,
  nextCheckAt: null,
}
const outOfTrust = { ...valid, trustedUntil: at('2026-03-01T12:00:00Z') }
const silent = (tries: number): TaxIdState => ({ ...fresh, status: 'unavailable', tries })
const invalid = (tries: number): TaxIdState => ({ ...fresh, status: 'invalid', tries })

test.group('After a check of a tax id', () => {
  const rows: [string, TaxIdState, TaxIdOutcome, string, string | null][] = [
    ['confirmed: asked again after 30 days', fresh, 'valid', 'valid', '2026-03-31T12:00:00.000Z'],
    ['confirmed after an outage', silent(4), 'valid', 'valid', '2026-03-31T12:00:00.000Z'],
    ['not registered: looked up again after a day', fresh, 'invalid', 'invalid', '2026-03-02T12:00:00.000Z'],
    ['still not registered', invalid(0), 'invalid', 'invalid', '2026-03-04T12:00:00.000Z'],
    ['not registered for good', invalid(2), 'invalid', 'invalid', null],
    ['taken off the register', valid, 'invalid', 'invalid', '2026-03-02T12:00:00.000Z'],
    ['nobody answered: a minute', fresh, 'unavailable', 'unavailable', '2026-03-01T12:01:00.000Z'],
    ['nobody answered again: five minutes', silent(0), 'unavailable', 'unavailable', '2026-03-01T12:05:00.000Z'],
    ['nobody answers for long: once a day', silent(40), 'unavailable', 'unavailable', '2026-03-02T12:00:00.000Z'],
    ['an outage does not take a confirmation away', valid, 'unavailable', 'valid', '2026-03-01T12:05:00.000Z'],
    ['a confirmation that is no longer trusted is none', outOfTrust, 'unavailable', 'unavailable', '2026-03-01T12:01:00.000Z'],
    ['we are blocked: a day, at once', fresh, 'blocked', 'unavailable', '2026-03-02T12:00:00.000Z'],
    ['a block does not take a confirmation away', valid, 'blocked', 'valid', '2026-03-02T12:00:00.000Z'],
    ['an outage after "invalid" leaves the question open', invalid(1), 'unavailable', 'unavailable', '2026-03-01T12:01:00.000Z'],
  ] // prettier-ignore
  for (const [name, state, outcome, status, nextCheckAt] of rows) {
    test(name, ({ assert }) => {
      const after = afterCheck(state, outcome, now)
      assert.deepEqual([after.status, after.nextCheckAt?.toISOString() ?? null], [status, nextCheckAt])
      assert.equal(after.trustedUntil !== null, after.status === 'valid')
    })
  }

  test('a confirmation is believed for 60 days', ({ assert }) => {
    assert.equal(afterCheck(fresh, 'valid', now).trustedUntil!.toISOString(), '2026-04-30T12:00:00.000Z')
  })
})

test.group('How a tax id is shown', () => {
  const rows: [string, TaxIdState, string][] = [
    ['a confirmation that is believed', valid, 'valid'],
    ['one that was believed until this instant', outOfTrust, 'lapsed'],
    ['one that nobody has looked at', fresh, 'unchecked'],
    ['one that nobody answered for', silent(3), 'unavailable'],
    ['one that is not registered', invalid(2), 'invalid'],
  ]
  for (const [name, state, expected] of rows) {
    test(`${name}: ${expected}`, ({ assert }) => assert.equal(standingAt(state, now), expected))
  }
})

test.group('The country of a tax id', () => {
  const rows: [string, string | null, string | null][] = [
    ['DE123456789', 'DE', 'DE'],
    ['EL123456789', 'GR', 'GR'],
    ['FR12345678901', 'MC', 'FR'],
    ['XI123456789', 'GB', 'GB'],
    ['GB123456789', 'GB', 'GB'],
    ['CHE123456789MWST', 'CH', 'CH'],
    ['123456789MVA', 'NO', 'NO'],
    ['12-3456789', 'US', 'US'],
    ['12-3456789', null, null],
    ['CHE123456789', 'LI', 'CH'],
    ['SER990101AB1', 'MX', 'MX'],
    ['DE123456789', 'US', 'DE'],
  ]
  for (const [value, customerCountry, expected] of rows) {
    test(`${value} of ${customerCountry}`, ({ assert }) => {
      assert.equal(countryOfTaxId(value, customerCountry), expected)
    })
  }
})

test.group('Our own id as who asks', () => {
  const rows: [string | null, string | null][] = [
    ['DE123456789', 'DE123456789'],
    ['de 123 456 789', 'DE123456789'],
    ['DE-123.456.789', 'DE123456789'],
    ['GR123456789', 'EL123456789'],
    ['EL123456789', 'EL123456789'],
    ['BE 123.456.789', 'BE0123456789'],
    // Of a member state, but no VAT id.
    ['DE12/345/67890', null],
    ['CHE-123.456.789 MWST', null],
    ['GB123456789', null],
    // Northern Ireland is in the EU for goods alone, and what is sold here are services.
    ['XI123456789', null],
    ['12-3456789', null],
    ['123456789MVA', null],
    ['', null],
    [null, null],
  ]
  for (const [own, expected] of rows) {
    test(`${own}: ${expected ?? 'nobody'}`, ({ assert }) => assert.equal(requesterFrom(own), expected))
  }
})
