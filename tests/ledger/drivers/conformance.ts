import { test } from '@japa/runner'
import type { RateFeed } from '#app/ledger/drivers/contract'
import type { Sandbox } from '#tests/support/sandbox'

/** What the suite needs to know of a feed and its stand-in; nothing in it names a feed. */
export interface FeedSubject {
  sandbox: () => Sandbox
  run<T>(sandbox: Sandbox, ask: (feed: RateFeed) => Promise<T>): Promise<T>
  /** What the stand-in published, newest day first. */
  published(sandbox: Sandbox): Promise<{ day: string; rates: { currency: string; rate: string }[] }[]>
  fault(
    sandbox: Sandbox,
    fault: 'silence' | 'error' | 'cut_off' | 'other_page' | 'impossible_rate'
  ): Promise<void>
}

/** The suite that every feed of exchange rates passes. */
export function rateFeedSuite({ sandbox, run, published, fault }: FeedSubject): void {
  test('reads the newest day as it was published', async ({ assert }) => {
    const answer = await run(sandbox(), (feed) => feed.readLatest())
    const [newest] = await published(sandbox())
    assert.isTrue(answer.ok)
    if (!answer.ok) return
    assert.deepEqual(answer.value, [
      { on: newest!.day, rates: newest!.rates.map(({ currency, rate }) => ({ currency, perEuro: rate })) },
    ])
  })

  test('reads its whole history, each day once, from new to old', async ({ assert }) => {
    const answer = await run(sandbox(), (feed) => feed.readHistory())
    const days = (await published(sandbox())).map(({ day }) => day)
    assert.isTrue(answer.ok && answer.value.length > 50)
    assert.deepEqual(answer.ok ? answer.value.map(({ on }) => on) : [], days)
    assert.deepEqual(days, days.toSorted().toReversed())
  })

  for (const kind of ['silence', 'error'] as const) {
    test(`says that it must be asked later: ${kind}`, async ({ assert }) => {
      await fault(sandbox(), kind)
      const answer = await run(sandbox(), (feed) => feed.readLatest())
      assert.equal(answer.ok ? 'ok' : answer.error.type, 'retry_later')
    })
  }

  for (const kind of ['cut_off', 'other_page', 'impossible_rate'] as const) {
    test(`refuses as a whole what it does not publish: ${kind}`, async ({ assert }) => {
      await fault(sandbox(), kind)
      const answer = await run(sandbox(), (feed) => feed.readHistory())
      assert.equal(answer.ok ? 'ok' : answer.error.type, 'unreadable')
    })
  }
}
