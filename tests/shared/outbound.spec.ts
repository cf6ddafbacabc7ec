import { createServer, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { callRemote, type RemoteRequest } from '#app/shared/outbound/call_remote'
import { forgetRemoteHosts, healthOfHost, hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import { patienceFromNow, withPatience } from '#app/shared/outbound/patience'
import { redactBody } from '#app/shared/outbound/redact'
import { eventually } from '#tests/support/app_processes'
import { as, createTenant } from '#tests/support/tenants'

const policy = { ...hostPolicyDefaults, timeoutMs: 30_000, pauseMs: 1 }

/** A host that answers with the given statuses in turn; 0 means that it never answers. */
async function hostThatAnswers(statuses: number[]): Promise<{ url: string; server: Server; seen: string[] }> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(String(request.headers['idempotency-key'] ?? ''))
    const status = statuses[seen.length - 1] ?? statuses.at(-1)!
    if (status > 0)
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end('{"client_secret":"pi_1_secret_2"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/things`, server, seen }
}

const subject = { kind: 'payment', id: newId() }
const post = (url: string, rest: Partial<RemoteRequest> = {}): RemoteRequest => ({
  subject, system: 'stripe', method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': 'k1' },
  body: 'card[number]=4242424242424242&amount=5', idempotencyKey: 'k1', isRepeatable: true, ...rest,
}) // prettier-ignore

const callsOf = (tenant: Tenant) =>
  as(tenant, () => inTransaction(() => db.selectFrom('remote_calls').selectAll().orderBy('id').execute()))

test.group('Calls to the outside', (group) => {
  group.each.setup(() => forgetRemoteHosts())

  test('{statuses} with repeats allowed: {isRepeatable} ends as {expected} after {tries} tries')
    .with([
      { statuses: [200], isRepeatable: true, expected: '200', tries: 1 },
      { statuses: [402], isRepeatable: true, expected: '402', tries: 1 },
      { statuses: [500, 429, 200], isRepeatable: true, expected: '200', tries: 3 },
      { statuses: [409, 409, 409], isRepeatable: true, expected: '409', tries: 3 },
      { statuses: [500, 200], isRepeatable: false, expected: '500', tries: 1 },
      { statuses: [0, 200], isRepeatable: true, expected: '200', tries: 2 },
      { statuses: [0], isRepeatable: true, expected: 'unanswered', tries: 3 },
      { statuses: [0, 200], isRepeatable: false, expected: 'unanswered', tries: 1 },
    ])
    .run(async ({ assert, cleanup }, { statuses, isRepeatable, expected, tries }) => {
      const { url, server, seen } = await hostThatAnswers(statuses)
      cleanup(() => void (server.closeAllConnections(), server.close()))
      const tenant = await createTenant()
      const patience = statuses.includes(0) ? { ...policy, timeoutMs: 400 } : policy
      const result = await as(tenant, () => callRemote(patience, post(url, { isRepeatable })))
      assert.equal(result.ok ? String(result.value.status) : result.error.type, expected)
      assert.deepEqual(
        seen,
        Array.from({ length: tries }, () => 'k1')
      )
      assert.lengthOf(await callsOf(tenant), tries)
    })

  test('a host that cannot be reached was not sent anything', async ({ assert }) => {
    const { url, server } = await hostThatAnswers([200])
    await new Promise((resolve) => server.close(resolve))
    const result = await as(await createTenant(), () => callRemote(policy, post(url)))
    assert.equal(result.ok ? '' : result.error.type, 'not_sent')
  })

  test('a host that fails often in a row is left alone', async ({ assert, cleanup }) => {
    const { url, server, seen } = await hostThatAnswers([500])
    cleanup(() => void server.close())
    const tenant = await createTenant()
    const strict = { ...policy, failuresMax: 3, triesMax: 1 }
    for (let call = 0; call < 5; call += 1) await as(tenant, () => callRemote(strict, post(url)))
    assert.lengthOf(seen, 3)
    assert.equal(healthOfHost(url), 'resting')
    const calls = await callsOf(tenant)
    assert.match(JSON.stringify(calls.at(-1)!.response), /left alone/)
    // Whoever may repeat does not wait for a host that is left alone: there are others to serve.
    const startedAt = performance.now()
    await as(tenant, () => callRemote({ ...strict, triesMax: 3, pauseMs: 5_000 }, post(url)))
    assert.isBelow(performance.now() - startedAt, 5_000)
    assert.lengthOf(await callsOf(tenant), calls.length + 1)
  })

  test('while one finds out whether a host is back, the others do not wait for it', async ({
    assert,
    cleanup,
  }) => {
    const { url, server, seen } = await hostThatAnswers([500, 500, 500, 0])
    cleanup(() => void server.close())
    const tenant = await createTenant()
    const strict = { ...policy, failuresMax: 3, triesMax: 1, restMs: 1 }
    for (let call = 0; call < 3; call += 1) await as(tenant, () => callRemote(strict, post(url)))
    while (seen.length < 3) await pause(1)
    await pause(5)
    const probe = as(tenant, () => callRemote(strict, post(url)))
    while (seen.length < 4) await pause(1)
    const other = await as(tenant, () => callRemote(strict, post(url)))
    assert.deepInclude(other.ok ? {} : other.error, { type: 'not_sent', isResting: true })
    assert.lengthOf(seen, 4)
    server.closeAllConnections()
    await probe
  })

  for (const [title, answers, health, sent] of [
    ['answers: it is asked as before', [200], 'reachable', 3],
    ['refuses us, which is an answer', [404], 'reachable', 3],
    ['fails: it is left alone again after this one call', [503], 'resting', 1],
    ['says nothing: it is left alone again after this one call', [0], 'resting', 1],
  ] as const) {
    test(`the first call after a rest, whose host ${title}`, async ({ assert, cleanup }) => {
      const { url, server, seen } = await hostThatAnswers([500, 500, 500, ...answers])
      cleanup(() => void (server.closeAllConnections(), server.close()))
      const tenant = await createTenant()
      const strict = { ...policy, failuresMax: 3, triesMax: 1, restMs: 300, timeoutMs: 200 }
      const ask = () => as(tenant, () => callRemote(strict, post(url)))
      for (let call = 0; call < 3; call += 1) await ask()
      assert.equal(healthOfHost(url), 'resting')
      await ask()
      assert.lengthOf(seen, 3, 'nobody asks while it rests')
      await pause(320)
      for (let call = 0; call < 3; call += 1) await ask()
      assert.equal(healthOfHost(url), health)
      assert.lengthOf(seen, 3 + sent)
    })
  }

  test('what is kept of a call has no secrets in it', async ({ assert, cleanup }) => {
    const { url, server } = await hostThatAnswers([200])
    cleanup(() => void server.close())
    const tenant = await createTenant()
    await as(tenant, () => callRemote(policy, post(url)))
    const [call] = await callsOf(tenant)
    assert.deepEqual(call!.request, { 'card[number]': '[redacted]', amount: '5' })
    assert.deepEqual(call!.response, { client_secret: '[redacted]' })
    assert.equal(redactBody('text/plain', 'key sk_test_abcdef123 rest'), 'key [redacted] rest')
    assert.equal(redactBody('text/plain', 'at /x?token=abc&y=1'), 'at /x?token=[redacted]&y=1')
    const kept = (list: unknown[]) => redactBody('application/json', JSON.stringify(list)) as unknown[]
    const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
    assert.deepEqual(kept(numbers(30)), numbers(20))
    assert.lengthOf(kept([numbers(15), ...numbers(30).map(() => ({ disks: { of: numbers(15) } }))]), 20)
    assert.lengthOf(kept(numbers(30).map(() => Object.fromEntries(numbers(100).map((name) => [name, 1])))), 3)
    assert.lengthOf(kept([Object.fromEntries(numbers(900).map((name) => [name, 1]))]), 1)
  })

  /** A page asks a panel that hangs, and so does work: what is cut short for the one is not held against the other. */
  test('somebody who waits is answered in time, and work on the same host goes on as it would', async ({
    assert,
    cleanup,
  }) => {
    const { url, server, seen } = await hostThatAnswers([0])
    cleanup(() => void (server.closeAllConnections(), server.close()))
    const tenant = await createTenant()
    const narrow = { ...policy, timeoutMs: 700, triesMax: 1, concurrency: 1, failuresMax: 2 }
    const ask = (waits: { readMs: number; actMs: number; allMs: number } | null, isRepeatable = true) => {
      const call = () => as(tenant, () => callRemote(narrow, post(url, { isRepeatable })))
      return waits ? withPatience(patienceFromNow(waits), call) : call()
    }
    const outcomeOf = ({ ok, ...rest }: Awaited<ReturnType<typeof ask>>) => ok ? 'ok' : 'error' in rest && rest.error.type // prettier-ignore
    const startedAt = performance.now()
    const alone = await ask({ readMs: 100, actMs: 200, allMs: 5_000 })
    assert.equal(outcomeOf(alone), 'unanswered')
    const acted = await ask({ readMs: 0, actMs: 5_000, allMs: 100 }, false)
    assert.equal(outcomeOf(acted), 'unanswered')
    assert.isBelow(performance.now() - startedAt, 600)
    assert.lengthOf(seen, 2)
    // Two in a row: whoever waits is told at once from now on. Work still asks, for as long as it may.
    const told = await ask({ readMs: 5_000, actMs: 5_000, allMs: 5_000 })
    assert.isTrue(!told.ok && told.error.type === 'not_sent' && told.error.isResting)
    const work = ask(null)
    await eventually(async () => seen.length === 3, { what: 'work to ask all the same' })
    // Nobody waits behind it either: what did not begin in time never leaves.
    forgetRemoteHosts()
    const first = ask(null)
    await pause(20)
    const behind = await ask({ readMs: 100, actMs: 100, allMs: 100 })
    assert.equal(outcomeOf(behind), 'not_sent')
    assert.isAbove(performance.now() - startedAt, 200)
    assert.deepEqual([outcomeOf(await work), outcomeOf(await first)], ['unanswered', 'unanswered'])
    await pause(20)
    assert.lengthOf(seen, 4)
  })

  test('refuses to call out inside a transaction', async ({ assert }) => {
    const tenant = await createTenant()
    await assert.rejects(
      () => as(tenant, () => inTransaction(() => callRemote(policy, post('http://127.0.0.1:1')))),
      /inside a transaction/
    )
  })
})
