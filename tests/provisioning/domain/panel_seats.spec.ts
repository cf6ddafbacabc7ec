import { test } from '@japa/runner'
import { failuresUntilDoubt, PanelSeats, seatsMax } from '#app/provisioning/domain/panel_seats'

const panel = 'one'

function fill(seats: PanelSeats, count: number): boolean[] {
  return Array.from({ length: count }, (_, index) => seats.take(panel, `op-${index}`))
}

test.group('Seats of a panel', () => {
  test('are so many, and whoever finds none stands in line', ({ assert }) => {
    const seats = new PanelSeats()
    assert.deepEqual(fill(seats, seatsMax + 2), [...Array(seatsMax).fill(true), false, false])
    assert.isTrue(seats.take('another', 'x'))
    // The same operation stands in line once.
    assert.isFalse(seats.take(panel, `op-${seatsMax}`))
    assert.equal(seats.next(panel), `op-${seatsMax}`)
    assert.equal(seats.next(panel), `op-${seatsMax + 1}`)
    assert.isNull(seats.next(panel))
    seats.leave(panel)
    assert.isTrue(seats.take(panel, 'new'))
  })

  test('become one when the panel says nothing, and many again with its first answer', ({ assert }) => {
    const seats = new PanelSeats()
    fill(seats, seatsMax + 3)
    for (let count = 0; count < failuresUntilDoubt; count += 1) seats.note(panel, false)
    // Of those who sit there nobody takes up more until one is left.
    for (let left = seatsMax; left > 1; left -= 1) {
      assert.isNull(seats.next(panel))
      seats.leave(panel)
    }
    assert.equal(seats.next(panel), `op-${seatsMax}`)
    assert.isFalse(seats.take(panel, 'late'))
    seats.note(panel, true)
    assert.isTrue(seats.take(panel, 'late'))
  })

  test('are forgotten with their line when nobody is left to take it up', ({ assert }) => {
    const seats = new PanelSeats()
    fill(seats, seatsMax + 1)
    for (let count = 0; count < seatsMax; count += 1) seats.leave(panel)
    assert.isTrue(seats.take(panel, 'first'))
    assert.isNull(seats.next(panel))
  })
})
