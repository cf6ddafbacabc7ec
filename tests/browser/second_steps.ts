import type { Assert } from '@japa/assert'
import type { CDPSession, Page } from 'playwright-core'
import { codeAt } from '#app/identity/domain/totp'
import type { Demo } from '#tests/browser/demo'
import { WatchedPage } from '#tests/browser/watched_page'

interface Person {
  email: string
  password: string
}

/** A fingerprint reader in the browser, which says yes. */
async function plugInAuthenticator(page: Page): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return cdp
}

/** Somebody protects their sign-in, loses their phone, and gets in all the same. Passwords are the demo's. */
export async function takeSecondSteps(demo: Demo, person: Person, assert: Assert): Promise<void> {
  const watched = await WatchedPage.open(demo)
  const { page } = watched
  await plugInAuthenticator(page)
  await watched.signIn(demo, 'account', person)
  await page.goto(demo.url('account', '/security'))
  await page.getByRole('button', { name: 'Set up' }).click()
  const seed = (await page.locator('code').textContent())!.replaceAll(' ', '')
  await watched.assertAccessible(assert)
  await page.getByLabel('Code from the app').fill(codeAt(seed, new Date()))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL('**/recovery-codes')
  const codes = await page.locator('main li').allTextContents()
  await watched.assertAccessible(assert)
  await page.getByLabel('I have put them in a safe place.').check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL('**/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Remove “Chrome, Linux”?' }).waitFor()

  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))

  await signOut(page)
  await page.getByLabel('E-mail').fill(person.email)
  await page.locator('input[type=password]').fill(person.password)
  await page.keyboard.press('Enter')
  await watched.waitsFor(page.waitForURL('**/sign-in/second-factor'), () => demo.processes.log)
  // A notice of before may still stand there, with elements of its own to hold the focus.
  await page.reload()
  await watched.assertAccessible(assert)
  await page.getByLabel('Code from your app').fill(codes[0]!)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  watched.assertClean(assert)
  await watched.close()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Ada/ }).first().click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
}
