/** Overview and the page of one system. */
import { html, type Html } from '../core/html.ts'
import type { Member, Sandbox } from '../core/sandbox.ts'
import { cardSheet } from './cards.ts'
import { badge, counters, table } from './cells.ts'
import { heading, systemIcon, systemPath, type Page } from './layout.ts'
import { latestRequests, requestRows } from './requests_page.ts'

const LATEST_MAX = 8
/** More are read than shown: those that only repeat share a row. */
const LATEST_READ_MAX = 100

export function overviewPage(sandbox: Sandbox): Page {
  return {
    title: 'Overview',
    heading: heading(
      'Sandbox',
      'Stand-ins for the systems around the platform. They answer as the real ones would, keep their state, and fail on request.'
    ),
    regions: {
      systems: html`<div class="cards">${sandbox.members.map(systemCard)}</div>`,
      latest: html`<section class="card" aria-labelledby="latest-title">
        <div class="card-head">
          <h2 id="latest-title">Latest requests</h2>
          <a href="/requests">All requests</a>
        </div>
        ${requestRows(latestRequests(sandbox, { limit: LATEST_READ_MAX }), LATEST_MAX)}
      </section>`,
      addresses: addressCard(sandbox),
      cards: cardSheet(),
    },
  }
}

export function systemPage(member: Member): Page {
  const { system, kit } = member
  const tables = system.tables(kit)
  const isPaymentSystem = system.name === 'stripe'
  return {
    title: system.title,
    wide: true,
    heading: heading(
      system.title,
      html`Path
      ${system.apiPrefixes.map((prefix, index) => html`${index > 0 ? ', ' : ''}<code>${prefix}</code>`)}`,
      html`<nav class="jump" aria-label="Tables of ${system.title}">
        ${tables.map((content) => html`<a href="#${content.name}">${content.title}</a>`)}
      </nav>`
    ),
    regions: {
      counters: html`<div class="card">${counters(system.overview(kit))}${activeFaults(member)}</div>`,
      tables: html`${tables.map(
        (content) =>
          html`<section class="card" id="${content.name}" aria-labelledby="${content.name}-title">
            <div class="card-head">
              <h2 id="${content.name}-title">${content.title}</h2>
              <p class="muted">${content.rows.length}</p>
            </div>
            ${table(content)}
          </section>`
      )}`,
      ...(isPaymentSystem ? { cards: cardSheet() } : {}),
    },
  }
}

function systemCard(member: Member): Html {
  const { system, kit } = member
  return html`<section class="card system" data-key="${system.name}">
    <div class="card-head">
      <h2>
        <a href="${systemPath(system.name)}">${systemIcon(system.name)}<span>${system.title}</span></a>
      </h2>
    </div>
    ${counters(system.overview(kit))} ${activeFaults(member)}
  </section>`
}

function activeFaults({ kit }: Member): Html | null {
  const active = kit.faults.list().filter((fault) => fault.enabled)
  if (active.length === 0) return null
  return html`<p class="notice">
    <span>Switched on:</span> ${active.map((fault) => badge(fault.fault.replaceAll('_', ' '), 'bad'))}
    <a href="/faults">Change</a>
  </p>`
}

function addressCard(sandbox: Sandbox): Html {
  const { host, smtpPort } = sandbox.settings
  const prefixes = sandbox.members.flatMap(({ system }) =>
    system.apiPrefixes.map((prefix) => ({ title: system.title, address: sandbox.url + prefix }))
  )
  const mail = sandbox.find('mail') ? [{ title: 'Mail', address: `smtp://${host}:${smtpPort}` }] : []
  return html`<section class="card" aria-labelledby="addresses-title">
    <div class="card-head"><h2 id="addresses-title">Where they listen</h2></div>
    <ul class="addresses">
      ${[...prefixes, ...mail].map(
        ({ title, address }) => html`<li><span>${title}</span><code>${address}</code></li>`
      )}
    </ul>
  </section>`
}
