import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import type { TestContext } from '@japa/runner/core'
import { newId } from '#app/shared/ids'
import type { PanelDriver, ServerPanel } from '#app/provisioning/drivers/contract'

export interface Said {
  status?: number
  /** Sent as JSON; a text goes out as it is. */
  body?: unknown
  headers?: Record<string, string>
}

interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: Record<string, unknown>
}

/** By `METHOD /path`; what is not in it is an address that nobody knows. */
export type Script = Record<string, Said | ((asked: Asked) => Said)>

/** A panel that says what it is told to: for forms that no stand-in has, because no document shows which one is right. */
export class ScriptedPanel {
  readonly asked: Asked[] = []
  private script: Script = {}
  private server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url!, 'http://panel')
      const asked = { method: request.method!, path: pathname, query: searchParams, body: readBody(text) }
      this.asked.push(asked)
      const line = this.script[`${asked.method} ${pathname}`]
      const said = typeof line === 'function' ? line(asked) : (line ?? nothingThere)
      response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers })
      response.end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body ?? null))
    })
  })

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  /** A connection of its own each time: one that failed before says nothing about the next. */
  open(driver: PanelDriver, script: Script, config: Record<string, unknown> = {}): ServerPanel {
    this.script = script
    this.asked.length = 0
    const baseUrl = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
    const secrets = { token: 'token-of-the-script', secret: 'secret-of-the-script' }
    const connection = { id: newId(), code: 'script', baseUrl, secrets, maxConcurrentCalls: 4 }
    return driver.open(
      { ...connection, config: { callTimeoutMs: 5_000, ...config } },
      { kind: 'panel', id: newId() }
    )
  }
}

const nothingThere: Said = { status: 404, body: { message: 'The route could not be found.' } }

function readBody(text: string): Record<string, unknown> {
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

/** One test for each form in which something may come. */
export function eachForm<Row extends unknown[]>(
  title: string,
  rows: readonly Row[],
  run: (context: TestContext, row: Row) => unknown
): void {
  for (const [index, row] of rows.entries()) {
    test(`${title} (${index + 1}: ${JSON.stringify(row).slice(0, 120)})`, (context) =>
      run(context, row) as Promise<void>)
  }
}
