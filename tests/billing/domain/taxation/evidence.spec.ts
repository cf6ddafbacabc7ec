import { test } from '@japa/runner'
import {
  countedPieces,
  countryOfPhone,
  type DatedPiece,
  type EvidenceKind,
  weighEvidence,
} from '#app/billing/domain/taxation/evidence'
import { judgePlace } from '#app/billing/domain/taxation/tax_place_doubt'

const at = (day: number) => new Date(Date.UTC(2026, 2, day))
const piece = (kind: EvidenceKind, country: string, day = 1): DatedPiece => ({ kind, country, recordedAt: at(day) }) // prettier-ignore
const card = (country: string, day = 1) => piece('card_country', country, day)
const phone = (country: string) => piece('phone_country', country)

const places: [string, string | null, DatedPiece[], string][] = [
  ['nothing is known', null, [], 'none'],
  ['only the address', 'DE', [], 'one_piece'],
  ['address and card', 'DE', [card('DE')], 'sufficient'],
  ['a card from elsewhere', 'DE', [card('US')], 'contradictory'],
  ['two of three', 'DE', [card('US'), phone('DE')], 'sufficient'],
  ['two others agree against the address', 'DE', [card('US'), phone('US')], 'contradictory'],
  ['the newest card counts', 'DE', [card('DE', 1), card('US', 2)], 'contradictory'],
  ['in whatever order it is listed', 'DE', [card('US', 2), card('DE', 1)], 'contradictory'],
  ['an address of before proves nothing', 'FR', [piece('billing_country', 'DE'), card('FR')], 'sufficient'],
  ['nor makes up a second piece', 'FR', [piece('billing_country', 'FR')], 'one_piece'],
]

test.group('Evidence of the place', () => {
  test('{0}').with(places).run(({ assert }, [, country, pieces, verdict]) => {
    assert.equal(weighEvidence(countedPieces(pieces, { country, at: at(3) }), country), verdict)
  }) // prettier-ignore

  test('telephone numbers: +49 30 1234567 is German, +1 may be several countries', ({ assert }) => {
    assert.deepEqual(['+49 30 1234567', '0043 1 12345', '+1 212 5550100', '030 123', null].map(countryOfPhone), ['DE', 'AT', null, null, null]) // prettier-ignore
  })

  test('staff are told once, and left alone by what they looked into until something else is learned', ({
    assert,
  }) => {
    const judge = (known: Parameters<typeof judgePlace>[0]['known'], pieces: DatedPiece[], country = 'DE') =>
      judgePlace({ customerId: 'c', country, pieces, known, now: at(5) })
    const first = judge(null, [card('US')])
    assert.deepEqual([first.change, first.place.openSince], ['doubted', at(5)])
    assert.isNull(judge(first.place, [card('US')]).change)
    const reviewed = {
      ...first.place,
      openSince: null,
      review: { at: at(5), by: 'u', note: 'Rent contract' },
    }
    const again = judge(reviewed, [card('US')])
    assert.deepEqual([again.change, again.place.openSince, again.place.review?.note], [null, null, 'Rent contract']) // prettier-ignore
    const moved = judge(reviewed, [card('US')], 'FR')
    assert.deepEqual([moved.change, moved.place.review], ['doubted', null])
    assert.equal(judge(moved.place, [card('US'), phone('FR')], 'FR').change, 'proved')
  })
})
