import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import app from '@adonisjs/core/services/app'
import server from '@adonisjs/core/services/server'
import { openLiveGateway } from '#app/shared/realtime/live_gateway'
import { test } from '@japa/runner'
import type { TestContext } from '@japa/runner/core'
import { decodeJwt } from 'jose'
import type { Browser, Page, WebSocket } from 'playwright-core'
import type { Tenant } from '#app/shared/database/context'
import { SignUp } from '#app/customers/index'
import { openResetLink } from '#app/identity/index'
import { RequestPasswordReset } from '#app/identity/actions/request_password_reset'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { ManageOauthClients } from '#app/identity/actions/manage_oauth_clients'
import { RotateOauthKeys } from '#app/identity/actions/rotate_oauth_keys'
import { sendToProvidersThrough } from '#app/identity/drivers/openid/transport'
import { callPublic } from '#app/shared/outbound/call_public'
import { showId } from '#app/shared/ids'
import { ok } from '#app/shared/result'
import { chromiumMissing, chromiumPath, launchBrowser } from '#tests/browser/demo'
import { type Visited, WatchedPage } from '#tests/browser/watched_page'
import { apiClientFor, request } from '#tests/support/api'
import { openIdStandIn } from '#tests/support/openid_stand_in'
import { runQueuedJobs } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

const ada = { email: 'ada@example.test', password: 'correct horse battery', name: 'Ada Lovelace' }

/** A help desk on this machine: it shows a line, and hears at its own address who was signed out. */
async function startHelpDesk() {
  const heard: string[] = []
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end('<!DOCTYPE html><html lang="en"><title>Help desk</title><link rel="icon" href="data:,"><p>Help desk</p>') // prettier-ignore
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, heard, url: `http://localhost:${(server.address() as AddressInfo).port}` }
}

test.group('Signed out here and elsewhere', (group) => {
  let browser: Browser
  group.setup(async () => {
    if (!chromiumPath) return async () => undefined
    browser = await launchBrowser(chromiumPath)
    return async () => browser.close()
  })
  group.each.teardown(() => sendToProvidersThrough((asked) => callPublic(asked)))

  /** Ada's hosting company; its pages are served by this process. */
  async function begin(): Promise<{ tenant: Tenant; visited: Visited }> {
    const tenant = await createTenant()
    await as(tenant, async () => {
      const signUp = await app.container.make(SignUp)
      await signUp.execute({ ...ada, currency: 'EUR', locale: 'en' })
    })
    const url = (surface: string, path: string) =>
      `http://${surface}.${tenant.slug}.localhost:${process.env.PORT}${path}`
    return { tenant, visited: { browser, sandbox: { url: 'http://none.invalid' }, url } }
  }

  const resetKey = (tenant: Tenant, { email }: { email: string }) =>
    as(tenant, async () => {
      await (await app.container.make(RequestPasswordReset)).execute({ email })
      const newest = db.selectFrom('password_resets').select('id').orderBy('id', 'desc').limit(1)
      const { id } = await inReadTransaction(() => newest.executeTakeFirstOrThrow())
      return (await openResetLink(id))!
    })

  const inBrowser = (title: string, run: (context: TestContext) => Promise<void>) =>
    test(title, run).skip(chromiumPath === null, chromiumMissing)

  inBrowser(
    'an application is told when its person signs out here, or ends a stolen session',
    async ({ assert, cleanup }) => {
      const { tenant, visited } = await begin()
      const live = openLiveGateway(server.getNodeServer() as never)
      cleanup(() => void live.close())
      const desk = await startHelpDesk()
      cleanup(() => void desk.server.close())
      sendToProvidersThrough(async ({ url, body }) => {
        assert.equal(url, 'https://desk.example.org/signed-out')
        desk.heard.push(String(decodeJwt(new URLSearchParams(body).get('logout_token')!).sub))
        return ok({ status: 204, headers: {}, body: '' })
      })
      const start = await registerDesk(tenant, visited, desk.url)
      await runQueuedJobs()
      desk.heard.length = 0

      const own = await WatchedPage.open(visited)
      cleanup(() => own.close())
      await enterDesk(own.page, start, desk.url)
      await own.page.goto(visited.url('account', '/'))
      await own.page.getByRole('button', { name: ada.name }).first().click()
      await own.page.getByRole('menuitem', { name: 'Sign out' }).click()
      await own.page.waitForURL('**/sign-in')
      await runQueuedJobs()
      assert.lengthOf(desk.heard, 1)

      // Somebody took a session with them: Ada sees it among their own and ends it, from another browser.
      const thief = await WatchedPage.open(visited)
      cleanup(() => thief.close())
      await enterDesk(thief.page, start, desk.url)
      // A page that listens to nothing, left open.
      const linked = thief.page.waitForEvent('websocket')
      const links: WebSocket[] = []
      thief.page.on('websocket', (link) => void links.push(link))
      await thief.page.goto(visited.url('account', '/security'))
      await linked
      await own.signIn(visited, 'account', ada)
      await own.page.goto(visited.url('account', '/security'))
      await own.page
        .getByRole('button', { name: /^Sign out .*\?$/ })
        .first()
        .click()
      await own.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
      await own.page.getByText('signed out', { exact: false }).first().waitFor()
      await runQueuedJobs()
      assert.lengthOf(desk.heard, 2)
      assert.lengthOf(new Set(desk.heard), 1)
      await thief.page.waitForURL('**/sign-in?*')
      assert.equal(await thief.page.getByText(ada.email).count(), 0)
      // Nothing dials on from the page that asks them to sign in.
      const isDialling = () => links.some((link) => !link.isClosed())
      for (let looks = 0; looks < 20 && isDialling(); looks += 1) await thief.page.waitForTimeout(50)
      assert.isFalse(isDialling())
    }
  )

  inBrowser(
    'the key of a mailed link is told to no log, no history and no other page',
    async ({ assert }) => {
      const { tenant, visited } = await begin()
      const signUp = await app.container.make(SignUp)
      const brook = { ...ada, email: 'brook@example.test' }
      await as(tenant, () => signUp.execute({ ...brook, currency: 'EUR', locale: 'en' }))
      const [key, another] = [await resetKey(tenant, ada), await resetKey(tenant, brook)]
      const watched = await WatchedPage.open(visited)
      const { page } = watched
      const told: string[] = []
      page.on('request', (asked) => void told.push(asked.url(), JSON.stringify(asked.headers())))
      await page.goto(visited.url('account', `/open/reset-password#${key}`))
      await page.getByLabel('New password').first().fill('quite another password')
      assert.match(page.url(), /\/reset-password\/[\w-]{22}$/)
      await page.reload()
      await page.getByLabel('New password').first().fill('quite another password')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/sign-in')
      await page.goBack()
      assert.notInclude(page.url(), '/open/')
      assert.notInclude(told.join('\n'), key)

      // Two at the same instant, in a browser that was never here: each is there.
      await page.context().clearCookies()
      const tabs = [page, await page.context().newPage()] as const
      await Promise.all([key, another].map((one, at) => tabs[at]!.goto(visited.url('account', `/open/reset-password#${one}`)))) // prettier-ignore
      for (const tab of tabs) await tab.waitForURL(/\/reset-password\/[\w-]{22}$/)
      await tabs[1].getByLabel('New password').first().waitFor()
      assert.lengthOf(new Set(tabs.map((tab) => tab.url())), 2)
      assert.deepEqual([watched.errors, watched.foreign], [[], []])
      await watched.close()
    }
  )

  inBrowser(
    'signing out at the provider of an account elsewhere signs out here',
    async ({ assert, cleanup }) => {
      const { tenant, visited } = await begin()
      const standIn = await openIdStandIn()
      sendToProvidersThrough((asked) => standIn.send(asked))
      const staff = await apiClientFor(tenant, { as: 'staff' })
      const { body: provider } = await staff.post('/sign-in-providers', {
      name: 'Example ID', issuer: standIn.issuer, client_id: 'us', client_secret: standIn.secret, is_enabled: true, takes_sign_ups: true,
    }) // prettier-ignore
      const watched = await WatchedPage.open(visited)
      cleanup(() => watched.close())
      const { page } = watched
      const who = {
        sub: 'grace-there',
        sid: 'there-1',
        email: 'grace@example.test',
        email_verified: true,
        name: 'Grace Hopper',
      }
      // The provider's own page, where they say yes.
      await page.route(`${standIn.issuer}/**`, (route) => {
        const location = visited.url('account', standIn.approve(route.request().url(), who))
        return route.fulfill({ status: 302, headers: { location } })
      })
      await page.goto(visited.url('account', '/sign-in'))
      await page
        .getByRole('link', { name: 'Example ID' })
        .or(page.getByRole('button', { name: 'Example ID' }))
        .click()
      await page.waitForURL('**/sign-up*')
      await page.getByText('grace@example.test').first().waitFor()
      await watched.assertAccessible(assert)
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.waitForURL((url) => !/^\/sign-/.test(url.pathname))

      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
      const token = await standIn.sign({ aud: 'us', sub: who.sub, sid: who.sid, jti: 'one', events })
      const told = await request({
      host: `account.${tenant.slug}.localhost`, method: 'POST', path: `/sign-in/with/${provider.id}/signed-out`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' }, text: new URLSearchParams({ logout_token: token }).toString(),
    }) // prettier-ignore
      assert.equal(told.status, 200)
      await page.getByRole('link', { name: 'Invoices' }).first().click()
      await page.waitForURL('**/sign-in?*')
    }
  )
})

/** @returns where the application sends somebody to sign in */
async function registerDesk(tenant: Tenant, visited: Visited, desk: string): Promise<string> {
  const [manage, rotate] = [
    await app.container.make(ManageOauthClients),
    await app.container.make(RotateOauthKeys),
  ]
  const wish = {
    name: 'Help desk',
    redirectUris: [`${desk}/cb`],
    postLogoutRedirectUris: [],
    backchannelLogoutUri: 'https://desk.example.org/signed-out',
    scopes: ['openid'],
    isTrusted: true,
  }
  const by = (await apiClientFor(tenant, { as: 'staff' })).userId
  const { client } = await as(tenant, () => manage.register(wish, { isSecret: true, by }))
  await as(tenant, () => rotate.execute())
  const asked = new URLSearchParams({
    client_id: showId('oauthClient', client.id),
    redirect_uri: `${desk}/cb`,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    state: 'a-state-of-the-desk',
  })
  return visited.url('account', `/oauth/authorize?${asked}`)
}

async function enterDesk(page: Page, start: string, desk: string): Promise<void> {
  await page.goto(start)
  await page.waitForURL('**/sign-in?*')
  await page.getByLabel('E-mail').fill(ada.email)
  await page.locator('input[type=password]').fill(ada.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${desk}/cb?*`)
}
