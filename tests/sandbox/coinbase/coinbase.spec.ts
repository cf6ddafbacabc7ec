import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import { readConfig } from '#app/payments/drivers/coinbase/config'
import { tokenFor } from '#app/payments/drivers/coinbase/token'
import { coinbaseSettings, moveCheckout } from '#tests/support/coinbase'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'

interface Answer {
  status: number
  body: { id?: string; status?: string; amount?: string; fiatAmount?: string; errorType?: string }
}

/** One call with a token signed for it, or with another token. */
async function call(
  sandbox: Sandbox,
  [method, path]: [string, string],
  { body, key = newId(), token }: { body?: object; key?: string; token?: string } = {}
): Promise<Answer> {
  const url = `${sandbox.url}/coinbase/api/v1${path}`
  const signed = tokenFor(readConfig(coinbaseSettings(sandbox)), { method, url, now: new Date() })
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token ?? signed}`,
      'x-idempotency-key': key,
      'content-type': 'application/json',
    },
    body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

const wish = { amount: '14.01', currency: 'EUR', network: 'base', metadata: { payment_id: 'p1' } }

test.group('The stand-in for Coinbase', (group) => {
  const sandbox = useSandbox(group)

  test('makes one checkout for one key, refuses another wish under it, and keys that are none', async ({
    assert,
  }) => {
    const key = newId()
    const [one, again] = [
      await call(sandbox(), ['POST', '/checkouts'], { body: wish, key }),
      await call(sandbox(), ['POST', '/checkouts'], { body: wish, key }),
    ]
    assert.deepEqual([one.status, one.body.status, one.body.fiatAmount], [201, 'ACTIVE', '14.01'])
    assert.equal(again.body.id, one.body.id)
    const other = await call(sandbox(), ['POST', '/checkouts'], { body: { ...wish, amount: '1.00' }, key })
    assert.equal(other.status, 409)
    const bare = await call(sandbox(), ['POST', '/checkouts'], { body: wish, key: 'my-key' })
    assert.deepEqual([bare.status, bare.body.errorType], [400, 'invalid_request'])
  })

  test('believes a token for just its call', async ({ assert }) => {
    const made = await call(sandbox(), ['POST', '/checkouts'], { body: wish })
    const url = `${sandbox().url}/coinbase/api/v1/checkouts`
    const token = tokenFor(readConfig(coinbaseSettings(sandbox())), { method: 'GET', url, now: new Date() })
    assert.equal((await call(sandbox(), ['GET', '/checkouts'], { token })).status, 200)
    assert.equal((await call(sandbox(), ['GET', `/checkouts/${made.body.id}`], { token })).status, 401)
  })

  test('a checkout is paid once: what is escrowed cannot be closed, what is over not be paid', async ({
    assert,
  }) => {
    const { body } = await call(sandbox(), ['POST', '/checkouts'], { body: wish })
    await moveCheckout(sandbox(), body.id!, 'escrow')
    assert.equal((await call(sandbox(), ['POST', `/checkouts/${body.id}/deactivate`])).status, 400)
    await moveCheckout(sandbox(), body.id!, 'complete')
    const whole = await call(sandbox(), ['POST', `/checkouts/${body.id}/refund`], {
      body: { amount: '4.01' },
    })
    assert.equal(whole.body.status, 'PARTIALLY_REFUNDED')
    const rest = await call(sandbox(), ['POST', `/checkouts/${body.id}/refund`], {
      body: { amount: '10.01' },
    })
    assert.equal(rest.status, 400)
    await moveCheckout(sandbox(), body.id!, 'pay')
    const seen = await call(sandbox(), ['GET', `/checkouts/${body.id}`])
    assert.equal(seen.body.status, 'PARTIALLY_REFUNDED')
  })
})
