import { test } from '@japa/runner'
import { hurts, refusalFor } from '#app/provisioning/domain/service_batch'

type Chosen = Parameters<typeof refusalFor>[1]

const running: Chosen = {
  status: 'active',
  desired: 'running',
  holds: [],
  hasServer: true,
  canPower: true,
  isSwitching: false,
}

test.group('The same for many services', () => {
  const hold = (action: 'hold' | 'lift', name: 'manual' | 'abuse' = 'manual') => ({ action, hold: name })
  const switched = (action: 'boot' | 'restart' | 'shutdown' | 'poweroff' | 'look') => ({ action, hold: null })
  const unpaid: Chosen = { ...running, status: 'suspended', desired: 'suspended', holds: ['unpaid'] }
  const rows: [string, Parameters<typeof refusalFor>[0], Chosen, ReturnType<typeof refusalFor>][] = [
    ['a running one is held', hold('hold'), running, null],
    ['one that is held for it already', hold('hold'), { ...running, holds: ['manual'] }, 'hold_unchanged'],
    ['held for another reason as well', hold('hold', 'abuse'), { ...running, holds: ['manual'] }, null],
    ['unpaid ones too', hold('hold'), unpaid, null],
    ['one under construction', hold('hold'), { ...running, status: 'provisioning', hasServer: false }, null],
    ['one that has ended', hold('hold'), { ...running, status: 'terminated' }, 'service_ended'],
    ['one that is being removed', hold('lift'), { ...running, status: 'terminating', holds: ['manual'] }, 'service_ended'],
    ['one that failed', hold('hold'), { ...running, status: 'failed' }, 'service_ended'],
    ['what is not held is not lifted', hold('lift'), running, 'hold_unchanged'],
    ['unpaid is not lifted with manual', hold('lift'), unpaid, 'hold_unchanged'],
    ['its own reason is lifted', hold('lift'), { ...unpaid, holds: ['unpaid', 'manual'] }, null],
    ['a running one is restarted', switched('restart'), running, null],
    ['a suspended one is not', switched('boot'), unpaid, 'service_not_usable'],
    ['nor one that is about to be', switched('restart'), { ...running, desired: 'suspended' }, 'service_not_usable'],
    ['nor what its panel cannot switch', switched('poweroff'), { ...running, canPower: false }, 'not_supported'],
    ['nor one that is being switched', switched('shutdown'), { ...running, isSwitching: true }, 'already_under_way'],
    ['anything with a server is looked at', switched('look'), { ...unpaid, canPower: false }, null],
    ['nothing without one', switched('look'), { ...running, hasServer: false }, 'no_server'],
  ] // prettier-ignore
  for (const [title, wish, service, expected] of rows) {
    test(`${wish.action}: ${title}: ${expected ?? 'done'}`, ({ assert }) =>
      assert.equal(refusalFor(wish, service), expected))
  }

  test('what customers notice badly is asked about twice', ({ assert }) => {
    assert.deepEqual(
      (['hold', 'lift', 'boot', 'restart', 'shutdown', 'poweroff', 'look'] as const).filter(hurts),
      ['hold', 'shutdown', 'poweroff']
    )
  })
})
