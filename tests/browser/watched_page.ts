/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Assert } from '@japa/assert'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { PageSurface } from '#tests/browser/pages/page_list'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Where pages are visited: a browser, and the address of the sandbox, which plays hosts that pages may ask. */
export interface Visited {
  browser: Browser
  sandbox: { url: string }
  url(surface: PageSurface, path: string): string
}

/** A page that remembers what it must not do: ask foreign hosts, write errors to the console, break. */
export class WatchedPage {
  readonly foreign: string[] = []
  readonly errors: string[] = []

  private constructor(
    readonly page: Page,
    private context: BrowserContext
  ) {}

  static async open(
    visited: Visited,
    options: { isPhone?: boolean; isDark?: boolean; context?: BrowserContext } = {}
  ): Promise<WatchedPage> {
    const context =
      options.context ??
      (await visited.browser.newContext({
        viewport: options.isPhone ? { width: 360, height: 740 } : { width: 1360, height: 900 },
        colorScheme: options.isDark ? 'dark' : 'light',
        reducedMotion: 'reduce',
      }))
    const watched = new WatchedPage(await context.newPage(), context)
    // A busy machine is no failure.
    watched.page.setDefaultTimeout(90_000)
    watched.watch(visited)
    return watched
  }

  async close(): Promise<void> {
    await this.context.close()
  }

  /** Waits for what the page should come to; what it says instead, and what the processes said last, is part of the failure. */
  async waitsFor(arrival: Promise<unknown>, log: () => string): Promise<void> {
    try {
      await arrival
    } catch (error) {
      const text = await this.page
        .locator('main')
        .innerText()
        .catch(() => 'nothing')
      const seen = [...this.errors, ...this.foreign].join('\n')
      throw new Error(
        `${(error as Error).message}\n${this.page.url()} says:\n${text}\n${seen}\n${log().slice(-6_000)}`
      )
    }
  }

  /** Nothing went wrong on this page so far. */
  assertClean(assert: Assert): void {
    assert.deepEqual(this.foreign, [], 'requests to foreign hosts')
    assert.deepEqual(this.errors, [], 'errors on the console')
  }

  /** WCAG 2.2 A and AA by axe-core. */
  async assertAccessible(assert: Assert): Promise<void> {
    assert.deepEqual(await this.findViolations(), [], `axe on ${this.page.url()}`)
  }

  /** What breaks WCAG 2.2 A and AA, each with the elements that do. */
  async findViolations(): Promise<string[]> {
    const { page } = this
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(context: unknown, options: object): Promise<{ violations: AxeViolation[] }> }
      }
      const result = await axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        resultTypes: ['violations'],
      })
      return result.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' ')}`
      )
    })
  }

  async signIn(
    visited: Visited,
    surface: 'account' | 'admin',
    person: { email: string; password: string }
  ): Promise<void> {
    const { page } = this
    await page.goto(visited.url(surface, '/sign-in'))
    await page.getByLabel('E-mail').fill(person.email)
    await page.locator('input[type=password]').fill(person.password)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  }

  private watch(visited: Visited): void {
    const isOurs = (url: string) => {
      const { hostname, protocol } = new URL(url)
      return (
        ['data:', 'blob:', 'about:'].includes(protocol) ||
        hostname.endsWith('localhost') ||
        url.startsWith(visited.sandbox.url)
      )
    }
    this.page.on('request', (request) => {
      if (!isOurs(request.url())) this.foreign.push(request.url())
    })
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(`${message.text()} (${message.location().url})`)
    })
    this.page.on('pageerror', (error) => this.errors.push(error.message))
  }
}

interface AxeViolation {
  id: string
  nodes: { html: string }[]
}
