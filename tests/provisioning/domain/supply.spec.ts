import { test } from '@japa/runner'
import { findSupplyGaps, lostAfterMinutes } from '#app/provisioning/domain/supply'

const now = new Date('2026-03-01T09:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const panel = (code: string, changes: object = {}) => ({
  id: code, code, driver: 'virtfusion', status: 'active', lastCheckedAt: ago(1), lastSeenAt: ago(1), ...changes,
}) // prettier-ignore
const lost = { lastSeenAt: ago(16) }
const all = { panelDriver: 'virtfusion', location: null }
const fra = { panelDriver: 'virtfusion', location: 'fra' }
const nyc = { panelDriver: 'virtfusion', location: 'nyc' }

test.group('What cannot be sold just now', () => {
  for (const [name, panels, gaps] of [
    ['no panel is connected', [], []],
    ['all answer', [panel('fra'), panel('nyc')], []],
    ['one is silent for less than the time', [panel('fra', { lastSeenAt: ago(15) })], []],
    ['one is silent for too long', [panel('fra', lost), panel('nyc')], [fra]],
    ['all are silent', [panel('fra', lost), panel('nyc', lost)], [fra, nyc, all]],
    ['it was never looked at', [panel('fra', { lastCheckedAt: null, lastSeenAt: null })], []],
    ['it never answered', [panel('fra', { lastSeenAt: null })], [fra, all]],
    ['staff closed the only one', [panel('fra', { status: 'draining' })], [fra, all]],
    ['another kind is silent', [panel('fra'), panel('game', { driver: 'pterodactyl', ...lost })], [{ panelDriver: 'pterodactyl', location: 'game' }, { panelDriver: 'pterodactyl', location: null }]],
  ] as const) {
    test(name, ({ assert }) =>
      assert.deepEqual(findSupplyGaps(panels, { now, lostAfterMinutes: 15 }), gaps as never))
  } // prettier-ignore

  test('after the time that staff chose, within bounds', ({ assert }) => {
    assert.equal(lostAfterMinutes({}), 15)
    assert.equal(lostAfterMinutes({ panelLostAfterMinutes: 60 }), 60)
    assert.equal(lostAfterMinutes({ panelLostAfterMinutes: 1 }), 15)
    assert.equal(lostAfterMinutes({ panelLostAfterMinutes: 'soon' }), 15)
  })
})
