import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { test } from '@japa/runner'
import { chromium, type Browser, type Page } from 'playwright-core'
import { freePort } from '../sandbox_process.js'
import { StripeSandbox } from './stripe_sandbox.js'

const chromiumPath = process.env.CHROMIUM_PATH || '/usr/bin/chromium'
const howToRun = 'Skipped: install chromium, or name it in CHROMIUM_PATH.'
const isMissing = !existsSync(chromiumPath) && !process.env.CI

test.group('Sandbox Stripe, the card form in a browser', (group) => {
  let sandbox: StripeSandbox
  let browser: Browser
  let shop: Server
  let shopUrl: string
  let page: Page

  group.setup(async () => {
    if (isMissing) return
    sandbox = await StripeSandbox.start()
    const port = await freePort()
    shopUrl = `http://127.0.0.1:${port}`
    shop = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end(shopPage(sandbox.process.url))
    }).listen(port, '127.0.0.1')
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] })
  })

  group.teardown(async () => {
    if (isMissing) return
    await browser.close()
    shop.close()
    await sandbox.stop()
  })

  group.each.setup(async () => {
    if (isMissing) return
    page = await browser.newPage()
  })

  group.each.teardown(async () => {
    if (!isMissing) await page.close()
  })

  async function openForm(clientSecret: string, redirect: 'if_required' | 'always' = 'if_required') {
    await page.goto(`${shopUrl}/?${new URLSearchParams({ secret: clientSecret, redirect })}`)
    await page.waitForSelector('body[data-ready]')
    return page.frameLocator('#form iframe')
  }

  async function pay(
    clientSecret: string,
    number: string,
    redirect: 'if_required' | 'always' = 'if_required'
  ) {
    const form = await openForm(clientSecret, redirect)
    await form.getByLabel('Card number').fill(number)
    await form.getByLabel('Expiry').fill('12/40')
    await form.getByLabel('Security code').fill('123')
    await page.click('#pay')
  }

  async function outcome(): Promise<string> {
    return (await page.locator('#outcome:not(:empty)').textContent()) ?? ''
  }

  async function newIntent() {
    return sandbox.server.paymentIntents.create({ amount: 1401, currency: 'eur', capture_method: 'manual' })
  }

  test('an incomplete form is refused before anything is sent', async ({ assert }) => {
    const intent = await newIntent()
    const form = await openForm(String(intent.client_secret))
    await page.click('#pay')
    assert.equal(await outcome(), 'Your card number is incomplete.')
    assert.equal(await form.getByLabel('Card number').getAttribute('aria-invalid'), 'true')
  }).skip(isMissing, howToRun)

  test('a card is charged, a declined one says why', async ({ assert }) => {
    const good = await newIntent()
    await pay(String(good.client_secret), '4242 4242 4242 4242')
    assert.equal(await outcome(), 'requires_capture')
    const bad = await newIntent()
    await pay(String(bad.client_secret), '4000 0000 0000 9995')
    assert.equal(await outcome(), 'Your card has insufficient funds.')
  }).skip(isMissing, howToRun)

  test('the bank asks in a dialog when the page stays, and on its own page when it does not', async ({
    assert,
  }) => {
    const inPlace = await newIntent()
    await pay(String(inPlace.client_secret), '4000 0000 0000 3220')
    await page.frameLocator('dialog iframe').getByRole('button', { name: 'Complete' }).click()
    assert.equal(await outcome(), 'requires_capture')

    const away = await newIntent()
    await pay(String(away.client_secret), '4000 0000 0000 3220', 'always')
    await page.getByRole('button', { name: 'Fail' }).click()
    await page.waitForURL(/redirect_status=failed/)
    const after = await sandbox.server.paymentIntents.retrieve(away.id)
    assert.equal(after.status, 'requires_payment_method')
  }).skip(isMissing, howToRun)

  test('a card is saved for later', async ({ assert }) => {
    const customer = await sandbox.server.customers.create({ name: 'Ada' })
    const setup = await sandbox.server.setupIntents.create({ customer: customer.id })
    await pay(String(setup.client_secret), '5555 5555 5555 4444')
    assert.equal(await outcome(), 'succeeded')
    const saved = await sandbox.server.customers.listPaymentMethods(customer.id)
    assert.deepEqual(
      saved.data.map(({ card }) => card?.last4),
      ['4444']
    )
  }).skip(isMissing, howToRun)
})

/** A shop as small as can be, written as one for the real Stripe.js would be. */
function shopPage(sandboxUrl: string): string {
  return `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
    <div id="form"></div><button id="pay">Pay</button><p id="outcome"></p>
    <script src="${sandboxUrl}/stripe/stripe.js"></script>
    <script>
      const asked = new URLSearchParams(location.search)
      const clientSecret = asked.get('secret')
      const stripe = Stripe('pk_test_sandbox')
      if (clientSecret) {
        const elements = stripe.elements({ clientSecret, locale: 'en' })
        const payment = elements.create('payment')
        payment.on('ready', () => { document.body.dataset.ready = 'yes' })
        payment.mount('#form')
        document.querySelector('#pay').onclick = async () => {
          const say = (text) => { document.querySelector('#outcome').textContent = text }
          const { error: incomplete } = await elements.submit()
          if (incomplete) return say(incomplete.message)
          const confirm = clientSecret.startsWith('seti_') ? stripe.confirmSetup : stripe.confirmPayment
          const result = await confirm({ elements, confirmParams: { return_url: location.origin + '/done' },
            redirect: asked.get('redirect') })
          say(result.error ? result.error.message : (result.paymentIntent ?? result.setupIntent).status)
        }
      }
    </script></html>`
}
