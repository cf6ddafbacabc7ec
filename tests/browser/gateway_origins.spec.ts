/// <reference lib="dom" />
import { test } from '@japa/runner'
import { chromium } from 'playwright-core'
import { contentSecurityPolicy } from '#app/shared/http/content_security_policy'
import { driverNamed } from '#app/payments/drivers/registry'

const shop = 'https://account.shop.test'
const nonce = 'bm9uY2U'
/** What a gateway's script does in the page, at the vendor's own addresses. */
const wanted = [
  ['script', 'https://js.stripe.com/endive/stripe.js'],
  ['script', 'https://b.js.stripe.com/fingerprinted/part.js'],
  ['frame', 'https://js.stripe.com/v3/elements-inner.html'],
  ['frame', 'https://hooks.stripe.com/redirect/authenticate/src_1'],
  ['call', 'https://api.stripe.com/v1/payment_methods'],
] as const
const unwanted = [
  ['script', 'https://js.stripe.com.evil.test/stripe.js'],
  ['script', 'https://evil.test/stripe.js'],
  ['frame', 'https://evil.test/'],
  ['call', 'https://evil.test/collect'],
  // Who pays there is sent over: nothing of theirs runs in a page of ours.
  ['script', 'https://www.paypal.com/sdk/js'],
] as const

/** The policy as an answer has it, with what a driver says that its form needs in live mode. */
function policyFor(drivers: string[]): string {
  const origins = drivers.flatMap((name) => driverNamed(name).browserOrigins({ config: { isLive: true } }))
  const word = (value: unknown) =>
    typeof value === 'function' ? origins.join(' ') : value === '@nonce' ? `'nonce-${nonce}'` : String(value)
  return Object.entries(contentSecurityPolicy.directives)
    .map(
      ([name, values]) =>
        `${name.replaceAll(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)} ${values.map(word).join(' ')}`
    )
    .join('; ')
}

/** Loads each thing as a page's own script would. @returns what arrived and what the policy refused */
async function tryAll(things: readonly (readonly [string, string])[]) {
  const loaded: string[] = []
  const refused: string[] = []
  for (const [kind, url] of things) {
    const isIn = await new Promise<boolean>((resolve) => {
      document.addEventListener('securitypolicyviolation', () => resolve(false), { once: true })
      if (kind === 'call')
        return void fetch(url, { method: 'POST' }).then(
          () => resolve(true),
          () => resolve(false)
        )
      const element = document.createElement(kind === 'frame' ? 'iframe' : 'script')
      element.addEventListener('load', () => setTimeout(() => resolve(true), 20))
      element.addEventListener('error', () => resolve(false))
      element.src = url
      document.body.append(element)
    })
    if (isIn) loaded.push(url)
    else refused.push(url)
  }
  return { loaded, refused }
}

test.group('The policy for scripts', () => {
  test('lets a gateway in by its own names, and nobody who is called like it', async ({
    assert,
    cleanup,
  }) => {
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' })
    cleanup(() => browser.close())
    const page = await browser.newPage()
    // Stand-ins under the vendors' names: the policy is looked at before anybody is asked.
    await page.route('**/*', (route) => {
      const isShop = route.request().url() === `${shop}/pay`
      return route.fulfill({
        status: 200,
        headers: {
          'content-type':
            isShop || route.request().resourceType() === 'document' ? 'text/html' : 'text/javascript',
          'access-control-allow-origin': '*',
          ...(isShop
            ? { 'content-security-policy': policyFor(['stripe', 'paypal', 'btcpay', 'coinbase']) }
            : {}),
        },
        body: isShop ? '<!doctype html><body>Pay</body>' : '',
      })
    })
    await page.goto(`${shop}/pay`)
    const { loaded, refused } = await page.evaluate(tryAll, [...wanted, ...unwanted])
    assert.deepEqual(
      loaded,
      wanted.map(([, url]) => url)
    )
    assert.deepEqual(
      refused,
      unwanted.map(([, url]) => url)
    )
  })
})
