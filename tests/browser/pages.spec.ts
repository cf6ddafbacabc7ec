import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import { chromiumMissing, chromiumPath, launchBrowser } from '#tests/browser/demo'
import { seeEmployeeLeave } from '#tests/browser/employee_leaves'
import { seeInvitedByMistake } from '#tests/browser/invited_by_mistake'
import { walkPages } from '#tests/browser/keyboard/keyboard_tour'
import { gapsInPageList, listPageVisits } from '#tests/browser/pages/page_list'
import { findPageFaults, looks, nameOf, pagesOf } from '#tests/browser/pages/page_tour'
import { longNames, makePageWorld, type PageWorld, type Place } from '#tests/browser/pages/page_world'
import { type Visited, WatchedPage } from '#tests/browser/watched_page'
import { SandboxProcess } from '#tests/sandbox/sandbox_process'
import { AppProcesses } from '#tests/support/app_processes'
import { Sandbox } from '#tests/support/sandbox'

test.group('Every page', (group) => {
  const stops: (() => Promise<void>)[] = []
  let pages: PageWorld
  let visit: (place: Place) => Visited
  group.each.timeout(600_000)
  group.setup(async () => {
    if (!chromiumPath) return
    const sandbox = new Sandbox(await SandboxProcess.start({ SANDBOX_BUILD_MS: '40', SANDBOX_TASK_MS: '5' }))
    stops.push(() => sandbox.process.stop())
    pages = await makePageWorld(sandbox)
    stops.push(() => pages.world.end())
    const smtpUrl = `smtp://127.0.0.1:${sandbox.process.smtpPort}`
    const web = await AppProcesses.start({ smtpUrl, kinds: ['web'] })
    stops.push(() => web.stop())
    const browser = await launchBrowser(chromiumPath)
    stops.push(() => browser.close())
    visit = (place) => ({
      browser,
      sandbox,
      url: (surface, path) => urlOf(place, web.webPort, surface, path),
    })
  })
  group.teardown(async () => {
    for (const stop of stops.toReversed()) await stop()
  })

  test('is on the list of pages', ({ assert }) => {
    assert.deepEqual(gapsInPageList(), [])
  })

  for (const look of looks)
    test(`is whole: ${nameOf(look)}`, async ({ assert }) => {
      const place = pages[look.place]
      const all = listPageVisits(pages.records).filter(
        ({ needsRecord, isForStrangers }) => look.place === 'busy' || !(needsRecord || isForStrangers)
      )
      const visits = pagesOf(look, all)
      const plan = look.place === 'busy' ? pages.records.plan : null
      const faults = await findPageFaults({ visited: visit(place), place, plan, look, visits })
      assert.isAbove(visits.length, 30)
      assert.deepEqual(faults, [])
    }).skip(chromiumPath === null, chromiumMissing)

  const open = async (options: { isDark?: boolean } = {}) => WatchedPage.open(visit(pages.busy), options)
  const inBrowser = (title: string, run: (context: { assert: Assert }) => Promise<void>) =>
    test(title, run).skip(chromiumPath === null, chromiumMissing)

  inBrowser('has a palette and a list of shortcuts that open and close by keyboard', async ({ assert }) => {
    const watched = await open()
    const { page } = watched
    for (const surface of ['account', 'admin'] as const) {
      await watched.signIn(
        visit(pages.busy),
        surface,
        surface === 'admin' ? pages.busy.staff : pages.busy.customer
      )
      await page.locator('h1').waitFor()
      for (const [key, part] of [
        ['Control+k', 'input[placeholder]'],
        ['?', 'kbd'],
      ] as const) {
        await page.keyboard.press(key)
        await page.getByRole('dialog').locator(part).first().waitFor()
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
      }
      await page.keyboard.press('Control+k')
      await page.keyboard.type(longNames.hostname.slice(0, 20))
      await page.getByRole('option', { name: longNames.hostname }).first().waitFor()
      await page.keyboard.press('Enter')
      await page.waitForURL('**/services/svc_*')
    }
    watched.assertClean(assert)
    await watched.close()
  })

  inBrowser('remembers theme and language, and stands still when asked to', async ({ assert }) => {
    const watched = await open()
    const { page } = watched
    await page.goto(visit(pages.busy).url('account', '/sign-in'))
    await page.getByRole('button', { name: 'Appearance' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click()
    await page.getByRole('button', { name: 'Language' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Deutsch' }).click()
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
    await page.goto(visit(pages.busy).url('account', '/sign-up'))
    const { lang, isDark } = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      isDark: document.documentElement.classList.contains('dark'),
    }))
    assert.deepEqual({ lang, isDark }, { lang: 'de', isDark: true })
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')]
          .map((element) => getComputedStyle(element))
          .filter(({ transitionDuration, animationDuration, animationName }) =>
            [transitionDuration, animationName === 'none' ? '0s' : animationDuration].some((text) =>
              text.split(',').some((part) => Number.parseFloat(part) > 0.01)
            )
          ).length
    )
    assert.equal(moving, 0)
    await watched.close()
  })

  inBrowser('says what is wrong with a form, and leads there', async ({ assert }) => {
    const watched = await open()
    const { page } = watched
    await watched.signIn(visit(pages.busy), 'account', pages.busy.customer)
    await page.goto(visit(pages.busy).url('account', '/profile'))
    const taxId = page.locator('#tax_id')
    await taxId.fill('no tax id')
    await taxId.press('Enter')
    const summary = page.getByRole('alert').filter({ has: page.getByRole('link') })
    await summary.waitFor()
    assert.isTrue(await summary.evaluate((element) => element === document.activeElement))
    assert.equal(await taxId.inputValue(), 'no tax id')
    assert.match(await summary.innerText(), /Tax id: /)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    assert.isTrue(await taxId.evaluate((element) => element === document.activeElement))
    assert.deepEqual(await watched.findViolations(), [])

    const questions: string[] = []
    page.on('dialog', (dialog) => {
      questions.push(dialog.type())
      void (questions.length === 1 ? dialog.dismiss() : dialog.accept())
    })
    const elsewhere = page.getByRole('link', { name: 'Security', exact: true })
    await elsewhere.click()
    assert.include(page.url(), '/profile')
    await elsewhere.click()
    await page.waitForURL('**/security')
    assert.deepEqual(questions, ['confirm', 'confirm'])
    await watched.close()
  })

  inBrowser('says so when live news stay away, and no more when they are back', async () => {
    const watched = await open()
    const { page } = watched
    await watched.signIn(visit(pages.busy), 'account', pages.busy.customer)
    await page.clock.install()
    let isCut = true
    await page.route('**/live/**', (route) => (isCut ? route.abort() : route.continue()))
    await page.goto(visit(pages.busy).url('account', '/services'))
    await page.locator('h1').waitFor()
    await page.clock.runFor(12_000)
    await page.getByText('Live updates are interrupted').waitFor()
    isCut = false
    await page.clock.resume()
    await page.getByText('Live updates are interrupted').waitFor({ state: 'detached' })
    await watched.close()
  })

  test('can be used without a mouse', async ({ assert }) => {
    const { count, faults } = await walkPages(visit(pages.busy), pages)
    assert.isAbove(count, 1)
    assert.deepEqual(faults, [])
  })
    .skip(chromiumPath === null, chromiumMissing)
    .timeout(5_400_000)

  inBrowser('are closed at once to somebody who works here no more', async ({ assert }) => {
    await seeEmployeeLeave(visit(pages.busy), pages, assert)
  })

  inBrowser('are closed to who was invited by mistake, before and after they joined', async ({ assert }) => {
    await seeInvitedByMistake(visit(pages.busy), pages, assert)
  })
})

function urlOf({ tenant }: Place, port: number, surface: string, path: string): string {
  const host = surface === 'storefront' ? tenant.slug : `${surface}.${tenant.slug}`
  return `http://${host}.localhost:${port}${path}`
}
