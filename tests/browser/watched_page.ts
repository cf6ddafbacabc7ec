import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Assert } from '@japa/assert'
import type { BrowserContext, Page } from 'playwright-core'
import type { Demo } from '#tests/browser/demo'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A page that remembers what it must not do: ask foreign hosts, write errors to the console, break. */
export class WatchedPage {
  readonly foreign: string[] = []
  readonly errors: string[] = []

  private constructor(
    readonly page: Page,
    private context: BrowserContext
  ) {}

  static async open(
    demo: Demo,
    options: { isPhone?: boolean; isDark?: boolean; context?: BrowserContext } = {}
  ): Promise<WatchedPage> {
    const context =
      options.context ??
      (await demo.browser.newContext({
        viewport: options.isPhone ? { width: 360, height: 740 } : { width: 1360, height: 900 },
        colorScheme: options.isDark ? 'dark' : 'light',
        reducedMotion: 'reduce',
      }))
    const watched = new WatchedPage(await context.newPage(), context)
    // A busy machine is no failure.
    watched.page.setDefaultTimeout(90_000)
    watched.watch(demo)
    return watched
  }

  async close(): Promise<void> {
    await this.context.close()
  }

  /** Nothing went wrong on this page so far. */
  assertClean(assert: Assert): void {
    assert.deepEqual(this.foreign, [], 'requests to foreign hosts')
    assert.deepEqual(this.errors, [], 'errors on the console')
  }

  /** WCAG 2.2 A and AA by axe-core. */
  async assertAccessible(assert: Assert): Promise<void> {
    await this.page.evaluate(axeSource)
    const violations = await this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(context: unknown, options: object): Promise<{ violations: AxeViolation[] }> }
      }
      const result = await axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      })
      return result.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' ')}`
      )
    })
    assert.deepEqual(violations, [], `axe on ${this.page.url()}`)
  }

  async signIn(
    demo: Demo,
    surface: 'account' | 'admin',
    person: { email: string; password: string }
  ): Promise<void> {
    const { page } = this
    await page.goto(demo.url(surface, '/sign-in'))
    await page.getByLabel('E-mail').fill(person.email)
    await page.locator('input[type=password]').fill(person.password)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  }

  private watch(demo: Demo): void {
    const isOurs = (url: string) => {
      const { hostname, protocol } = new URL(url)
      return (
        ['data:', 'blob:', 'about:'].includes(protocol) ||
        hostname.endsWith('localhost') ||
        url.startsWith(demo.sandbox.url)
      )
    }
    this.page.on('request', (request) => {
      if (!isOurs(request.url())) this.foreign.push(request.url())
    })
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text())
    })
    this.page.on('pageerror', (error) => this.errors.push(error.message))
  }
}

interface AxeViolation {
  id: string
  nodes: { html: string }[]
}
