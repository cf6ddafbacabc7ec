/** Not a check: takes the pictures of docs/screens from the running demo (`npm run screens`). */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import type { Page } from 'playwright-core'
import { demoCustomer, demoStaff } from '#database/seeders/demo_access'
import { useDemo } from '#tests/browser/demo'
import { WatchedPage } from '#tests/browser/watched_page'

const folder = fileURLToPath(new URL('../../docs/screens/', import.meta.url))

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${folder}${name}.png` })
}

test.group('Pictures', (group) => {
  const demo = useDemo(group)

  test('are taken', async () => {
    mkdirSync(folder, { recursive: true })
    const watched = await WatchedPage.open(demo())
    const { page } = watched
    await page.goto(demo().url('storefront', '/'))
    await take(page, 'storefront_light')
    await watched.signIn(demo(), 'account', demoCustomer)
    await page.goto(demo().url('storefront', '/configure/vps-m?currency=EUR'))
    await page.getByLabel('Host name').fill('web-01.example.com')
    await page.getByText('€8.50').first().waitFor()
    await take(page, 'configurator_light')
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await page.waitForURL('**/cart')
    await page
      .getByRole('link', { name: /check ?out/i })
      .or(page.getByRole('button', { name: /check ?out/i }))
      .last()
      .click()
    await page.getByLabel(/I accept the terms/).check()
    await page.getByRole('button', { name: 'Order and pay' }).click()
    await page.waitForURL('**/orders/ord_*')
    const card = page.frameLocator('iframe').first()
    await card.getByLabel(/card number/i).fill('4242424242424242')
    await card.getByLabel(/expir/i).fill('12 / 30')
    await card.getByLabel(/security code|cvc/i).fill('123')
    await take(page, 'order_payment_light')
    await page.getByRole('button', { name: /^Pay €/ }).click()
    await page.waitForTimeout(8_000)
    await take(page, 'order_done_light')

    await page.goto(demo().url('account', '/services'))
    await page
      .getByRole('link', { name: /web-01\.example\.com/ })
      .first()
      .click()
    await page.waitForURL('**/services/svc_*')
    await take(page, 'service_light')
    const serviceUrl = page.url()
    await page.goto(demo().url('account', '/'))
    await take(page, 'account_light')
    await page.goto(demo().url('account', '/invoices'))
    await page.locator('a[href*="/invoices/inv_"]').first().click()
    await page.waitForURL('**/invoices/inv_*')
    await take(page, 'invoice_light')

    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto(serviceUrl)
    await take(page, 'service_dark')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(serviceUrl)
    await take(page, 'service_phone')

    const staff = await WatchedPage.open(demo())
    await staff.signIn(demo(), 'admin', demoStaff)
    for (const [path, name] of [
      ['/', 'admin_light'],
      ['/time-machine', 'time_machine_light'],
      ['/customers', 'customers_light'],
    ] as const) {
      await staff.page.goto(demo().url('admin', path))
      await take(staff.page, name)
    }
    await staff.page.goto(demo().url('admin', '/operations'))
    await staff.page.locator('a[href*="/operations/op_"]').first().click()
    await staff.page.waitForURL('**/operations/op_*')
    await take(staff.page, 'operation_light')
    await staff.page.goto(demo().url('status', '/'))
    await take(staff.page, 'status_light')
    await staff.page.goto(demo().sandbox.url)
    await take(staff.page, 'sandbox_light')
    await watched.close()
    await staff.close()
  })
})
