/** What was asked of the stand-ins, and what they answered. */
import { html, type Html } from '../core/html.ts'
import type { LoggedRequest } from '../core/request_log.ts'
import type { Sandbox } from '../core/sandbox.ts'
import { badge, time } from './cells.ts'
import { icon } from './icons.ts'
import { heading, type Page } from './layout.ts'

const REQUESTS_MAX = 300

type Entry = LoggedRequest & { system: string }
type Run = { latest: Entry; count: number; firstId: number }

export function requestsPage(sandbox: Sandbox, wanted: string | undefined): Page {
  const system = sandbox.find(wanted ?? '')?.system.name
  const filter = (address: string, text: string, isCurrent: boolean) =>
    html`<a href="${address}" ${isCurrent ? html`aria-current="true"` : null}>${text}</a>`
  return {
    title: 'Requests',
    wide: true,
    heading: heading(
      'Requests',
      'The latest calls, with secrets removed. Open one to see what was said.',
      html`<nav class="jump filter" aria-label="Only one system">
        ${filter('/requests', 'All', system === undefined)}
        ${sandbox.members.map((member) =>
          filter(`/requests?system=${member.system.name}`, member.system.title, member.system.name === system)
        )}
      </nav>`
    ),
    regions: {
      requests: html`<section class="card" aria-labelledby="calls-title">
        <div class="card-head">
          <h2 id="calls-title">Calls</h2>
          <p class="muted">the latest ${REQUESTS_MAX}</p>
        </div>
        ${requestRows(latestRequests(sandbox, { system, limit: REQUESTS_MAX }))}
      </section>`,
    },
  }
}

export function latestRequests(sandbox: Sandbox, options: { system?: string; limit: number }): Entry[] {
  return sandbox.members
    .filter(({ system }) => options.system === undefined || system.name === options.system)
    .flatMap(({ system, kit }) =>
      kit.log.list(options.limit).map((entry) => ({ ...entry, system: system.name }))
    )
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.id - a.id))
    .slice(0, options.limit)
}

export function requestRows(entries: Entry[], rowsMax = REQUESTS_MAX): Html {
  if (entries.length === 0) return html`<p class="empty">No calls yet. They appear here as they arrive.</p>`
  return html`<div class="requests">${runsOf(entries).slice(0, rowsMax).map(requestRow)}</div>`
}

/** Somebody polling says the same again and again; such a run is one row, under the number of its first call. */
function runsOf(entries: Entry[]): Run[] {
  const runs: Run[] = []
  for (const entry of entries) {
    const run = runs.at(-1)
    if (run && isRepeat(run.latest, entry)) {
      run.count += 1
      run.firstId = entry.id
    } else {
      runs.push({ latest: entry, count: 1, firstId: entry.id })
    }
  }
  return runs
}

function isRepeat(a: Entry, b: Entry): boolean {
  return (
    a.method === b.method &&
    a.path === b.path &&
    a.status === b.status &&
    a.fault === b.fault &&
    a.method === 'GET'
  )
}

function requestRow({ latest: entry, count, firstId }: Run): Html {
  const answer = entry.status === 0 ? 'no answer' : String(entry.status)
  return html`<details data-key="request-${firstId}">
    <summary>
      ${icon('chevron-right')}
      <span class="method">${entry.method}</span>
      <span class="path">${entry.path}</span>
      ${count > 1 ? html`<span class="times">${count} times</span>` : null}
      ${entry.fault ? badge(entry.fault.replaceAll('_', ' '), 'bad') : null}
      ${badge(answer, answerTone(entry.status))}
      <span class="figure duration">${entry.durationMs} ms</span>
      ${time(entry.at)}
    </summary>
    <div class="bodies">
      <div>
        <h3>Asked</h3>
        ${body(entry.requestBody)}
      </div>
      <div>
        <h3>Answered</h3>
        ${body(entry.responseBody)}
      </div>
    </div>
  </details>`
}

function body(text: string | null): Html {
  if (text === null) return html`<p class="muted">No body</p>`
  return html`<pre tabindex="0">${pretty(text)}</pre>`
}

/** Long bodies were cut and are no JSON any more; they are shown as they are. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function answerTone(status: number): 'good' | 'bad' | 'busy' | 'neutral' {
  if (status === 0 || status >= 500) return 'bad'
  if (status >= 400) return 'busy'
  return status < 300 ? 'good' : 'neutral'
}
