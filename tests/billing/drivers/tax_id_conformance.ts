import { test } from '@japa/runner'
import type { TaxIdAuthority } from '#app/billing/drivers/contract'
import type { Sandbox } from '#tests/support/sandbox'

/** What the suite needs to know of an authority and its stand-in; nothing in it names an authority. */
export interface AuthoritySubject {
  sandbox: () => Sandbox
  run<T>(sandbox: Sandbox, ask: (authority: TaxIdAuthority) => Promise<T>): Promise<T>
  ids: {
    registered: string
    unregistered: string
    nameless: string
    malformed: string
    own: string
    wrongOwn: string
  }
  /** Troubles of the authority, each of which must never become a verdict. */
  troubles: Record<string, Record<string, unknown>>
}

/** The suite that every authority for tax ids passes. */
export function taxIdAuthoritySuite({ sandbox, run, ids, troubles }: AuthoritySubject): void {
  const check = (value: string, requester: string | null = null) =>
    run(sandbox(), (authority) => authority.check({ value, requester }))

  test('says that an id is registered, and whose it is', async ({ assert }) => {
    const answer = await check(ids.registered)
    assert.isTrue(answer.ok && answer.value.isValid)
    assert.isNotNull(answer.ok && answer.value.name)
    assert.isNull(answer.ok && answer.value.consultation)
  })

  test('gives the question a number when we say who asks', async ({ assert }) => {
    const answer = await check(ids.registered, ids.own)
    assert.match(String(answer.ok && answer.value.consultation), /\S{6,}/)
  })

  test('says that an id is not registered', async ({ assert }) => {
    const answer = await check(ids.unregistered)
    assert.isFalse(answer.ok ? answer.value.isValid : null)
  })

  test('a name that is not told is none', async ({ assert }) => {
    const answer = await check(ids.nameless)
    assert.deepEqual(answer.ok && [answer.value.isValid, answer.value.name, answer.value.address], [
      true,
      null,
      null,
    ])
  })

  test('an id that it cannot read is malformed', async ({ assert }) => {
    const answer = await check(ids.malformed)
    assert.equal(answer.ok ? 'ok' : answer.error.type, 'malformed')
  })

  test('our own id being refused is the operator’s matter', async ({ assert }) => {
    const answer = await check(ids.registered, ids.wrongOwn)
    assert.equal(answer.ok ? 'ok' : answer.error.type, 'requester_refused')
  })

  for (const [fault, change] of Object.entries(troubles)) {
    test(`trouble is no verdict: ${fault}`, async ({ assert }) => {
      await sandbox().fault('vies', fault, change)
      const answer = await check(ids.registered)
      assert.equal(answer.ok ? 'ok' : answer.error.type, fault === 'ip_blocked' ? 'blocked' : 'retry_later')
    })
  }
}
