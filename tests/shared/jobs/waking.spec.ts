import { test } from '@japa/runner'
import type { PgBoss } from 'pg-boss'
import { hearChannel, tellChannel } from '#app/shared/database/channel'
import { JobPollers, type SettledJob, type TakenJob } from '#start/job_pollers'
import { eventually } from '#tests/sandbox/sandbox_process'

type Take = (jobs: TakenJob[]) => Promise<SettledJob[]>

/** The queue's side of three pollers: who was woken, and jobs that end when the test says so. */
async function open() {
  const woken: number[] = []
  const takers: Take[] = []
  const endings: (() => void)[] = []
  const boss = {
    work: async (_queue: string, _options: object, take: Take) => String(takers.push(take) - 1),
    notifyWorker: (id: string) => void woken.push(Number(id)),
  }
  const pollers = await JobPollers.open(boss as unknown as PgBoss, {
    queue: 'critical',
    count: 3,
    settle: ({ id }) =>
      new Promise((resolve) => endings.push(() => resolve({ id, status: 'completed' as const }))),
  })
  const start = (place: number) => takers[place]!([{ id: `job ${place}`, data: {} as TakenJob['data'] }])
  return { pollers, woken, start, end: (index: number) => endings[index]!() }
}

test.group('Waking those who look for jobs', () => {
  test('one is woken; one that finds work wakes another; when all are busy whoever ends looks at once', async ({
    assert,
  }) => {
    const { pollers, woken, start, end } = await open()
    pollers.wake()
    assert.deepEqual(woken, [0])
    const first = start(0)
    assert.deepEqual(woken, [0, 1])
    const others = [start(1), start(2)]
    assert.deepEqual(woken, [0, 1, 2])
    pollers.wake()
    assert.deepEqual(woken, [0, 1, 2])
    end(1)
    assert.deepEqual(await others[0], [{ id: 'job 1', status: 'completed' }])
    assert.deepEqual(woken, [0, 1, 2, 1])
    end(0)
    end(2)
    await Promise.all([first, ...others])
    assert.deepEqual(woken, [0, 1, 2, 1])
  })

  test('what is said on a channel is heard by whoever listens, and by nobody else', async ({
    assert,
    cleanup,
  }) => {
    const heard: string[] = []
    const state = { isOpen: false }
    const hearing = hearChannel('waking_of_the_test', {
      onText: (text) => heard.push(text),
      onOpen: () => (state.isOpen = true),
    })
    cleanup(() => hearing.stop())
    await eventually(
      async () => state.isOpen,
      (isOpen) => isOpen
    )
    await tellChannel('another_channel', 'not for us')
    await tellChannel('waking_of_the_test', 'critical normal')
    await eventually(
      async () => heard,
      (words) => words.length > 0
    )
    assert.deepEqual(heard, ['critical normal'])
  })
})
