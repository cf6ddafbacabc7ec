import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { request } from '#tests/support/api'
import { connectStripe } from '#tests/support/payments'
import { stripeKeys, useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'

interface Letter {
  text: string
  headers: Record<string, string>
}

const json = { 'content-type': 'application/json; charset=utf-8' }

function letter({ ageSeconds = 0, secret = stripeKeys.webhookSecret, size = 0, change = {} } = {}): Letter {
  const text = JSON.stringify({
    id: `evt_${newId()}`, object: 'event', api_version: '2026-10-28.endive', livemode: false, type: 'moon.rose',
    data: { object: { id: 'moon_1', filling: 'x'.repeat(size) } }, ...change,
  }) // prettier-ignore
  const stamp = Math.floor(Date.now() / 1000) - ageSeconds
  const mac = createHmac('sha256', secret).update(`${stamp}.${text}`).digest('hex')
  return { text, headers: { ...json, 'stripe-signature': `t=${stamp},v1=${mac}` } }
}

/** What is sent, what it is answered, and how many rows it leaves. */
const rows: { what: string; letter: () => Letter; method?: string; path?: string; status: number; kept: number }[] = [
  { what: 'a signed message', letter: () => letter(), status: 200, kept: 1 },
  { what: 'one that nobody knows what to do with', letter: () => letter({ change: { type: 'sun.set' } }), status: 200, kept: 1 },
  { what: 'one of real money at a gateway for trying out', letter: () => letter({ change: { livemode: true } }), status: 200, kept: 1 },
  { what: 'one of 200 kB', letter: () => letter({ size: 200_000 }), status: 200, kept: 1 },
  { what: 'one with what no column holds', letter: () => letter({ change: { data: { object: { id: 'moon\u0000', name: '\ud800' } } } }), status: 200, kept: 1 },
  { what: 'one with an id that no index holds', letter: () => letter({ change: { id: `evt_${'9'.repeat(20_000)}`, type: 'm'.repeat(5_000) } }), status: 200, kept: 1 },
  { what: 'one without an id', letter: () => letter({ change: { id: null } }), status: 200, kept: 1 },
  { what: 'one of the thin kind', letter: () => letter({ change: { object: 'v2.core.event', data: undefined } }), status: 200, kept: 1 },
  { what: 'one of 300 kB', letter: () => letter({ size: 300_000 }), status: 413, kept: 0 },
  { what: 'one signed six minutes ago', letter: () => letter({ ageSeconds: 360 }), status: 400, kept: 0 },
  { what: 'one signed in six minutes', letter: () => letter({ ageSeconds: -360 }), status: 400, kept: 0 },
  { what: 'one signed with another secret', letter: () => letter({ secret: 'whsec_other' }), status: 400, kept: 0 },
  { what: 'one signed with nothing', letter: () => letter({ secret: '' }), status: 400, kept: 0 },
  { what: 'one without a signature', letter: () => ({ ...letter(), headers: json }), status: 400, kept: 0 },
  { what: 'one whose signature is of another', letter: () => ({ ...letter(), headers: letter({ change: { type: 'x' } }).headers }), status: 400, kept: 0 },
  { what: 'one that says that it is a form', letter: () => ({ ...letter(), headers: { ...letter().headers, 'content-type': 'application/x-www-form-urlencoded' } }), status: 400, kept: 0 },
  { what: 'nothing', letter: () => ({ text: '', headers: letter().headers }), status: 400, kept: 0 },
  { what: 'one to another kind of gateway', letter: () => letter(), path: '/webhooks/paypal', status: 400, kept: 0 },
  { what: 'one to a longer address', letter: () => letter(), path: '/webhooks/stripe/gw_none', status: 404, kept: 0 },
  { what: 'a look at the address', letter: () => ({ text: '', headers: {} }), method: 'GET', status: 404, kept: 0 },
] // prettier-ignore

test.group('The address for messages of gateways', (group) => {
  const sandbox = useSandbox(group)

  async function open() {
    const tenant = await createTenant()
    const gatewayId = await connectStripe(tenant, sandbox())
    const send = ({ text, headers }: Letter, { method = 'POST', path = '/webhooks/stripe' } = {}) =>
      request({
        host: `${tenant.slug}.localhost`,
        method,
        path: `${path}/${showId('gateway', gatewayId)}`,
        headers,
        text: method === 'GET' ? undefined : text,
      })
    const inbox = () =>
      as(tenant, () =>
        inReadTransaction(() =>
          db.selectFrom('webhook_inbox').select(['message_id', 'repeats', 'status']).execute()
        )
      )
    return { send, inbox }
  }

  test('answers each as it should, and keeps only what is signed and fresh', async ({ assert }) => {
    const { send, inbox } = await open()
    let kept = 0
    for (const { what, letter: write, status, kept: leaves, ...way } of rows) {
      const answer = await send(write(), way)
      kept += leaves
      assert.equal(answer.status, status, what)
      assert.lengthOf(await inbox(), kept, what)
    }
  })

  test('absorbs what is sent again and again, and a flood of forged ones', async ({ assert }) => {
    const { send, inbox } = await open()
    const good = letter()
    const answers = await Promise.all([
      ...Array.from({ length: 40 }, () => send(letter({ secret: 'whsec_other' }))),
      ...Array.from({ length: 5 }, () => send(good)),
      ...Array.from({ length: 40 }, () => send(letter({ ageSeconds: 999 }))),
    ])
    assert.deepEqual(
      [400, 200].map((status) => answers.filter((answer) => answer.status === status).length),
      [80, 5]
    )
    assert.deepEqual(
      (await inbox()).map(({ repeats }) => repeats),
      [4]
    )
  })
})
