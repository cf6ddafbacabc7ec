import { test } from '@japa/runner'
import type { Page } from 'playwright-core'
import { demoCustomer } from '#database/seeders/demo_access'
import { eventually } from '#tests/support/app_processes'
import { chromiumMissing, chromiumPath, useDemo } from '#tests/browser/demo'
import { signInElsewhere } from '#tests/browser/other_application'
import { takeSecondSteps } from '#tests/browser/second_steps'
import { WatchedPage } from '#tests/browser/watched_page'

/** Holds back the page's scripts until told to let them come. */
async function delayScripts(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(/\/assets\/.*\.js/, async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

test.group('From the storefront to a running server and back to cancelled', (group) => {
  const demo = useDemo(group)

  test('as a person would do it', async ({ assert }) => {
    const watched = await WatchedPage.open(demo())
    const { page } = watched
    await page.goto(demo().url('storefront', '/'))
    await page
      .getByRole('link', { name: /VPS M/ })
      .first()
      .or(page.locator('a[href*="/configure/vps-m"]').first())
      .first()
      .click()
    const letScriptsCome = await delayScripts(page)
    await page.reload({ waitUntil: 'commit' })
    // On a slow network people are quicker than scripts: what they typed stays.
    await page.getByLabel('Host name').fill('web-01.example.com')
    const ubuntu = page.getByRole('radio', { name: /Ubuntu 26\.04/ })
    await ubuntu.check({ force: true })
    letScriptsCome()
    await page.locator('aside').getByText('web-01.example.com').waitFor()
    await page
      .locator('aside')
      .getByText('€10.12')
      .or(page.locator('aside').getByText('€8.50'))
      .first()
      .waitFor()
    assert.isTrue(await ubuntu.isChecked())
    // A name that is being typed is no mistake: no price is refused for it, which browsers write down as an error.
    const name = page.getByLabel('Host name')
    for (const typed of ['', 'web-', 'web-01.example.com']) {
      await name.fill(typed)
      await page.waitForTimeout(300)
    }
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await page.waitForURL('**/cart')
    await page
      .getByRole('link', { name: /check ?out/i })
      .or(page.getByRole('button', { name: /check ?out/i }))
      .last()
      .click()
    await page.waitForURL('**/checkout')

    await page.getByLabel('Name', { exact: true }).fill('Zoë Łukasiewicz')
    await page.getByLabel('E-mail').fill('zoe@example.com')
    await page.locator('input[type=password]').fill('a long enough password')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByLabel('Street and number').fill('Invalidenstraße 1')
    await page.getByLabel('Postal code').fill('10115')
    await page.getByLabel('City').fill('Berlin')
    await page.getByLabel('Country').click()
    await page.getByRole('option', { name: 'Germany' }).click()
    await page.getByRole('button', { name: 'Save address' }).click()
    await page.getByText('€10.12').first().waitFor()
    await page.getByLabel(/I accept the terms/).check()
    assert.deepEqual(watched.errors, [])
    // The line drops when the payment is begun: the page says so and lets them try again.
    await page.route('**/orders/*/payment', (route) => route.abort('connectionreset'), { times: 1 })
    await page.getByRole('button', { name: 'Order and pay' }).click()
    await page.waitForURL('**/orders/ord_*')
    await page.getByRole('alert').filter({ hasText: 'There was no answer' }).waitFor()
    watched.errors.length = 0
    await page.getByRole('button', { name: 'Try again' }).click()

    const card = page.frameLocator('iframe').first()
    await card.getByLabel(/card number/i).fill('4242424242424242')
    await card.getByLabel(/expir/i).fill('12 / 30')
    await card.getByLabel(/security code|cvc/i).fill('123')
    // Wallet buttons come first, before the choice of all other ways.
    const wallet = page.getByRole('button', { name: /wallet/i }).first()
    const choice = page.getByRole('radiogroup').first()
    assert.isBelow((await wallet.boundingBox())!.y, (await choice.boundingBox())!.y)
    await page.getByRole('button', { name: /^Pay €10\.12/ }).click()
    // Only the order page's own link says that the server runs: the navigation has links to services from the start.
    const opened = page.getByRole('link', { name: 'Open the server web-01.example.com' })
    await watched.waitsFor(opened.waitFor(), () => demo().processes.log)
    // Going back does not lead to a form that could be sent again: what was ordered is ordered, and charged once.
    await page.goBack()
    await page.getByText('There is nothing to order').waitFor()
    await page.goForward()
    await opened.waitFor()
    await page.goto(demo().url('account', '/services'))
    await page
      .getByRole('link', { name: /web-01\.example\.com/ })
      .first()
      .click()
    await page.waitForURL('**/services/svc_*')
    await page
      .getByText(/\d+\.\d+\.\d+\.\d+/)
      .first()
      .waitFor()
    await page.getByText('Running').first().waitFor()
    await watched.assertAccessible(assert)
    const serviceUrl = page.url()

    await page.goto(demo().url('account', '/invoices'))
    await page.getByText('€10.12').first().waitFor()
    await watched.assertAccessible(assert)

    await page.goto(serviceUrl)
    await page.getByRole('button', { name: 'Cancel …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: /now/i }).check()
    await dialog.getByRole('textbox').last().fill('web-01.example.com')
    await dialog
      .getByRole('button', { name: /end|cancel|remove/i })
      .last()
      .click()
    const isGone = async () => {
      const { panels } = await demo().sandbox.state<{ panels: Record<string, { servers: unknown[] }> }>(
        'virtfusion'
      )
      return panels.fra!.servers.length === 0
    }
    await eventually(isGone, { what: 'the server to be gone from its panel' })
    const { totals } = await demo().sandbox.state<{ totals: Record<string, { charged: number }> }>('stripe')
    assert.equal(totals.eur!.charged, 1012)
    watched.assertClean(assert)
    await watched.close()
  }).skip(chromiumPath === null, chromiumMissing)

  test('a place without room is shown as sold out, and nobody can choose or order it', async ({ assert }) => {
    const { sandbox, url } = demo()
    const watched = await WatchedPage.open(demo())
    const { page } = watched
    const soldOut = page.getByText('Sold out here')
    const looked = async (isRight: (count: number) => boolean) => {
      await page.goto(url('storefront', '/configure/vps-m'))
      await page.waitForLoadState('networkidle')
      return isRight(await soldOut.count())
    }
    await sandbox.fault('virtfusion', 'panel_full')
    // What was asked of the panels is kept for half a minute.
    await eventually(() => looked((count) => count === 2), {
      what: 'both places to be sold out',
      everyMs: 3_000,
    })
    const tile = page.locator('label').filter({ has: soldOut }).first()
    assert.isTrue(await tile.locator('input').isDisabled())
    await page.getByText('This plan is sold out at the place you chose.').waitFor()
    assert.isTrue(await page.getByRole('button', { name: 'Add to cart' }).isDisabled())
    await sandbox.clearFaults()
    watched.assertClean(assert)
    await watched.close()
  }).skip(chromiumPath === null, chromiumMissing)

  test('signing in to another application, which is a certified client', async ({ assert }) => {
    await signInElsewhere(demo(), demoCustomer, assert)
  }).skip(chromiumPath === null, chromiumMissing)

  test('signing in with an app, a passkey and a recovery code', async ({ assert }) => {
    await takeSecondSteps(demo(), demoCustomer, assert)
  }).skip(chromiumPath === null, chromiumMissing)
})
