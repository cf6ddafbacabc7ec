import { test } from '@japa/runner'
import { countFitting, fitsTogether } from '#app/provisioning/domain/capacity'
import { operationPlans } from '#app/provisioning/domain/operation_plans'
import { operationKinds } from '#app/provisioning/domain/operation'
import { placeLines, type PanelRoom, type WantedPlace } from '#app/provisioning/domain/panel_choice'
import {
  firstInTurn,
  isCreationCalledOff,
  isStillNeeded,
  neededOperation,
} from '#app/provisioning/domain/reconciliation'
import {
  canMoveService,
  type DesiredState,
  desiredState,
  type ServiceStatus,
  serviceStatuses,
} from '#app/provisioning/domain/service'
import { afterFailure, type FailureType } from '#app/provisioning/domain/step_decision'
import { mayStillAppear, pauseAfterFailureMs, pauseBetweenPollsMs } from '#app/provisioning/domain/retry'

test.group('States of a service', () => {
  const allowed: [ServiceStatus, ServiceStatus][] = [
    ['pending', 'provisioning'],
    ['pending', 'failed'],
    ['provisioning', 'active'],
    ['provisioning', 'failed'],
    ['active', 'suspended'],
    ['active', 'terminating'],
    ['suspended', 'active'],
    ['suspended', 'terminating'],
    ['terminating', 'terminated'],
  ]
  test('only the listed moves are possible', ({ assert }) => {
    const possible = serviceStatuses.flatMap((from) =>
      serviceStatuses.filter((to) => canMoveService(from, to)).map((to) => [from, to])
    )
    assert.sameDeepMembers(possible, allowed)
  })

  test('holds combine, and an end stays an end', ({ assert }) => {
    assert.equal(desiredState([], false), 'running')
    assert.equal(desiredState(['unpaid'], false), 'suspended')
    assert.equal(desiredState(['abuse', 'unpaid'], false), 'suspended')
    assert.equal(desiredState(['abuse'], true), 'gone')
  })
})

test.group('What a service needs', () => {
  const rows: [ServiceStatus, DesiredState, string | null, string | null][] = [
    ['active', 'running', null, null],
    ['active', 'suspended', null, 'suspend'],
    ['active', 'gone', null, 'terminate'],
    ['suspended', 'running', null, 'resume'],
    ['suspended', 'suspended', null, null],
    ['suspended', 'gone', null, 'terminate'],
    ['terminating', 'gone', null, 'terminate'],
    ['terminated', 'gone', null, null],
    ['pending', 'gone', null, null],
    ['provisioning', 'suspended', null, null],
    ['failed', 'gone', null, null],
    ['active', 'suspended', 'absent', null],
    ['active', 'gone', 'absent', 'terminate'],
  ]
  for (const [status, desired, observed, expected] of rows) {
    test(`${status}, should be ${desired}${observed ? `, is ${observed}` : ''}: ${expected ?? 'nothing'}`, ({
      assert,
    }) => {
      assert.equal(neededOperation({ status, desired, observed: observed as 'absent' | null }, []), expected)
    })
  }

  test('nothing is queued twice, but an end is queued behind a suspension', ({ assert }) => {
    const service = { status: 'active' as const, desired: 'suspended' as const, observed: null }
    assert.isNull(neededOperation(service, [{ kind: 'suspend', status: 'waiting' }]))
    assert.equal(
      neededOperation({ ...service, desired: 'gone' }, [{ kind: 'suspend', status: 'waiting' }]),
      'terminate'
    )
    assert.isNull(neededOperation({ ...service, desired: 'gone' }, [{ kind: 'terminate', status: 'queued' }]))
  })

  test('what was queued is called off when it makes no sense any more', ({ assert }) => {
    const service = { status: 'active' as const, desired: 'running' as const, observed: null }
    assert.isFalse(isStillNeeded('suspend', service))
    assert.isTrue(isStillNeeded('power', service))
    assert.isFalse(isStillNeeded('rebuild', { ...service, status: 'suspended' }))
    assert.isFalse(isStillNeeded('terminate', { ...service, status: 'failed' }))
    assert.isTrue(isStillNeeded('resize', { ...service, status: 'suspended' }))
    assert.isFalse(isStillNeeded('resize', { ...service, status: 'terminated' }))
  })

  test('sizes wait while the service is suspended, and what resumes or ends it passes them by', ({
    assert,
  }) => {
    const resize = { kind: 'resize', status: 'queued' } as const
    const resume = { kind: 'resume', status: 'queued' } as const
    assert.equal(firstInTurn([resize, resume], { status: 'suspended' }), resume)
    assert.equal(firstInTurn([resize, resume], { status: 'active' }), resize)
    assert.isUndefined(firstInTurn([resize], { status: 'suspended' }))
    const end = { kind: 'terminate', status: 'running' } as const
    assert.equal(firstInTurn([resize, end], { status: 'terminating' }), end)
    // What began before the suspension is finished: half a change is worse than a change too many.
    assert.equal(
      firstInTurn([{ ...resize, status: 'running' }, resume], { status: 'suspended' })?.kind,
      'resize'
    )
  })

  test('a creation is called off by the end of its subscription, and by nothing else', ({ assert }) => {
    assert.isTrue(isCreationCalledOff('create', { desired: 'gone' }))
    assert.isFalse(isCreationCalledOff('create', { desired: 'suspended' }))
    assert.isFalse(isCreationCalledOff('rebuild', { desired: 'gone' }))
  })

  test('every kind of operation has its steps', ({ assert }) => {
    for (const kind of operationKinds) assert.isAbove(operationPlans[kind].length, 2)
  })
})

test.group('After a step failed', () => {
  type Row = [
    Parameters<typeof afterFailure>[1]['kind'],
    FailureType,
    number,
    boolean,
    /** Hours since the step was first tried. */
    number,
    'try_again' | 'give_up',
  ]
  const rows: Row[] = [
    ['create', 'refused', 1, false, 1, 'give_up'],
    ['create', 'retry_later', 1, false, 1, 'try_again'],
    // A panel that is away is waited for, but not for ever.
    ['create', 'retry_later', 9, false, 11, 'try_again'],
    ['create', 'retry_later', 9, false, 13, 'give_up'],
    ['create', 'unknown', 50, false, 11, 'try_again'],
    ['create', 'misconfigured', 9, false, 1, 'give_up'],
    ['resize', 'unknown', 90, false, 23, 'try_again'],
    ['resize', 'unknown', 90, false, 25, 'give_up'],
    ['rebuild', 'retry_later', 9, false, 1, 'try_again'],
    ['create', 'unknown', 8, false, 1, 'try_again'],
    ['create', 'refused', 99, true, 1, 'try_again'],
    ['create', 'gone', 1, false, 1, 'give_up'],
    ['power', 'retry_later', 4, false, 1, 'try_again'],
    ['power', 'retry_later', 5, false, 1, 'give_up'],
    ['suspend', 'refused', 1, false, 1, 'try_again'],
    ['suspend', 'retry_later', 1000, false, 1, 'try_again'],
    ['suspend', 'gone', 1, false, 1, 'give_up'],
    ['terminate', 'misconfigured', 1000, false, 1, 'try_again'],
  ]
  for (const [kind, type, failures, isCleanUp, hours, expected] of rows) {
    test(`${kind}${isCleanUp ? ' (clean-up)' : ''}: ${type}, failure ${failures} after ${hours} h: ${expected}`, ({
      assert,
    }) => {
      assert.equal(
        afterFailure({ type, message: '' }, { kind, failures, ageMs: hours * 3_600_000, isCleanUp }).type,
        expected
      )
    })
  }

  test('an order waits for staff who have to mend something at the panel, and they are told at once', ({
    assert,
  }) => {
    const failure = { type: 'misconfigured' as const, message: '', isForStaff: true }
    const after = (hours: number) =>
      afterFailure(failure, { kind: 'create', failures: 99, ageMs: hours * 3_600_000, isCleanUp: false })
    assert.deepInclude(after(11), { type: 'try_again', isObstacle: true })
    assert.deepEqual(after(13), { type: 'give_up' })
  })

  test('a wrong setting is told at once, a hiccup is not', ({ assert }) => {
    const situation = { kind: 'suspend' as const, failures: 1, ageMs: 0, isCleanUp: false }
    assert.deepInclude(afterFailure({ type: 'misconfigured', message: '' }, situation), { isObstacle: true })
    assert.deepInclude(afterFailure({ type: 'retry_later', message: '' }, situation), { isObstacle: false })
  })

  const triedAt = new Date('2026-01-01T00:00:00Z')
  const creations: [string, Parameters<typeof mayStillAppear>[0], number, number, boolean][] = [
    ['it was answered', { isLost: false, triedAt }, 1, 0, false],
    ['lost, first look', { isLost: true, triedAt }, 1, 100, true],
    ['lost, many looks at once', { isLost: true, triedAt }, 9, 89, true],
    ['lost, looked for long enough', { isLost: true, triedAt }, 2, 90, false],
    ['the worker died, first look', { isLost: true, triedAt: null }, 1, 0, true],
    ['the worker died, second look', { isLost: true, triedAt: null }, 2, 0, false],
  ]
  for (const [title, creation, looks, seconds, expected] of creations) {
    test(`a server may still appear: ${title}: ${expected}`, ({ assert }) => {
      const now = new Date(triedAt.getTime() + seconds * 1000)
      assert.equal(mayStillAppear(creation, { looks, now, lostAfterMs: 90_000 }), expected)
    })
  }

  test('pauses grow and never run away', ({ assert }) => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map(pauseAfterFailureMs)
    assert.deepEqual(
      pauses,
      pauses.toSorted((a, b) => a - b)
    )
    assert.equal(pauses.at(-1), 600_000)
    assert.deepEqual([1, 5, 20, 21].map(pauseBetweenPollsMs), [500, 5000, 5000, 10_000])
  })
})

test.group('Room on panels', () => {
  const machine = { servers: 10, memoryMb: 8192, cpuCores: 8, storageGb: 200 }
  const need = { cpuCores: 2, memoryMb: 4096, storageGb: 80, ipv4Count: 1 }
  const piece = (stockKey: string) => ({ cpuCores: 0, memoryMb: 0, storageGb: 0, ipv4Count: 0, stockKey })
  const rows: [string, Parameters<typeof fitsTogether>, boolean][] = [
    ['two fit on one machine', [{ machines: [machine], ipv4: 5 }, [], [need, need]], true],
    ['a third does not', [{ machines: [machine], ipv4: 5 }, [], [need, need, need]], false],
    ['what is promised counts', [{ machines: [machine], ipv4: 5 }, [need], [need, need]], false],
    [
      'halves of two machines hold no whole',
      [{ machines: [machine, machine], ipv4: 5 }, [], [{ ...need, memoryMb: 10_000 }]],
      false,
    ],
    [
      'the last machine of a sort',
      [{ machines: [], ipv4: null, stock: { xeon: 1 } }, [], [piece('xeon')]],
      true,
    ],
    [
      'one more than there are',
      [{ machines: [], ipv4: null, stock: { xeon: 1 } }, [piece('xeon')], [piece('xeon')]],
      false,
    ],
    ['a sort that is not there', [{ machines: [], ipv4: null, stock: {} }, [], [piece('xeon')]], false],
    [
      'other sorts that are promised take nothing away',
      [{ machines: [], ipv4: null, stock: { xeon: 1 } }, [piece('epyc'), piece('epyc')], [piece('xeon')]],
      true,
    ],
    ['addresses run out', [{ machines: [machine], ipv4: 1 }, [], [need, need]], false],
    [
      'no limit is no limit',
      [
        { machines: [{ servers: null, memoryMb: null, cpuCores: null, storageGb: null }], ipv4: null },
        [],
        [need],
      ],
      true,
    ],
    ['no machine takes nothing', [{ machines: [], ipv4: null }, [], [need]], false],
  ]
  for (const [title, values, expected] of rows) {
    test(title, ({ assert }) => assert.equal(fitsTogether(...values), expected))
  }

  const endless = { servers: null, memoryMb: null, cpuCores: null, storageGb: null }
  const counts: [string, Parameters<typeof countFitting>, number | null][] = [
    ['two on one machine', [{ machines: [machine], ipv4: null }, [], { need, max: 99 }], 2],
    ['on each of two', [{ machines: [machine, machine], ipv4: null }, [need], { need, max: 99 }], 3],
    ['not above what is counted', [{ machines: [machine, machine], ipv4: null }, [], { need, max: 3 }], 3],
    ['as many as addresses', [{ machines: [machine], ipv4: 1 }, [], { need, max: 99 }], 1],
    ['without any limit', [{ machines: [machine, endless], ipv4: null }, [], { need, max: 99 }], null],
    ['no limit but addresses', [{ machines: [endless], ipv4: 7 }, [need], { need: { ...need, ipv4Count: 2 }, max: 99 }], 3],
    ['free ports are a limit', [{ machines: [{ ...endless, servers: 4 }], ipv4: null }, [need], { need, max: 99 }], 3],
    ['more is promised than there is', [{ machines: [machine], ipv4: null }, [need, need, need], { need, max: 99 }], 0],
    ['whole machines by pieces', [{ machines: [], ipv4: null, stock: { xeon: 5 } }, [piece('xeon')], { need: piece('xeon'), max: 2 }], 4],
    ['a sort that is not there', [{ machines: [], ipv4: null, stock: {} }, [], { need: piece('xeon'), max: 9 }], 0],
  ] // prettier-ignore
  for (const [title, values, expected] of counts) {
    test(`how many fit: ${title}: ${expected ?? 'any'}`, ({ assert }) =>
      assert.equal(countFitting(...values), expected))
  }

  const panel = { id: 'a', code: 'fra', driver: 'virtfusion', status: 'active' }
  const room = (change: Partial<PanelRoom> = {}): PanelRoom => ({
    panel,
    capacity: { machines: [machine], ipv4: null },
    promised: [],
    ...change,
  })
  const line: WantedPlace = { orderLineId: 'l', driver: 'virtfusion', location: 'fra', need }
  const choices: [string, WantedPlace[], PanelRoom[], string][] = [
    ['the chosen location', [line], [room()], 'placed'],
    ['any panel when none is chosen', [{ ...line, location: null }], [room()], 'placed'],
    [
      'a full one',
      [line, line, line].map((one, index) => ({ ...one, orderLineId: String(index) })),
      [room()],
      'refused',
    ],
    ['one that cannot be asked', [line], [room({ capacity: null })], 'unknown'],
    [
      'another one has room while one cannot be asked',
      [{ ...line, location: null }],
      [room({ capacity: null }), room()],
      'placed',
    ],
    [
      'a panel that takes no new servers',
      [line],
      [room({ panel: { ...panel, status: 'draining' } })],
      'refused',
    ],
    ['another kind of panel', [{ ...line, driver: 'other' }], [room()], 'refused'],
  ]
  for (const [title, lines, rooms, expected] of choices) {
    test(`${title}: ${expected}`, ({ assert }) => assert.equal(placeLines(lines, rooms).type, expected))
  }
})
