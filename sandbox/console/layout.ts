/** The frame around every page of the console. */
import { html, type Html } from '../core/html.ts'
import type { Sandbox } from '../core/sandbox.ts'
import { icon, type IconName } from './icons.ts'

/** Parts of a page that change while it is open, by name; the script asks for them again and again. */
export type Page = { title: string; heading: Html; regions: Record<string, Html>; wide?: boolean }

const SYSTEM_ICONS: Record<string, IconName> = {
  stripe: 'credit-card',
  virtfusion: 'server',
  pterodactyl: 'server',
  mail: 'mail',
}

export function systemIcon(name: string): Html {
  return icon(SYSTEM_ICONS[name] ?? 'box')
}

export function systemPath(name: string): string {
  return name === 'mail' ? '/mail' : `/systems/${name}`
}

export function layout(sandbox: Sandbox, page: Page, path: string): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · Sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="preload" href="/_console/inter.woff2" as="font" type="font/woff2" crossorigin />
        <link rel="stylesheet" href="/_console/console.css" />
        <script src="/_console/theme.js"></script>
        <script type="module" src="/_console/console.js"></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="side">
          <a class="brand" href="/">${icon('flask-conical')}<span>Sandbox</span></a>
          <nav aria-label="Console">${navigation(sandbox, path)}</nav>
          <div class="side-end">
            ${themeSwitch()}
            <button type="button" class="button quiet" data-open="reset">
              ${icon('rotate-ccw')}<span>Reset</span>
            </button>
            <p class="live" role="status"><span class="pulse"></span><span data-live-text>Live</span></p>
          </div>
        </header>
        <main id="content" class="${page.wide ? 'wide' : ''}" tabindex="-1">
          ${page.heading} ${regions(page)}
        </main>
        ${resetDialog()} ${confirmDialog()}
        <div class="toast" role="status" aria-live="polite" hidden></div>
      </body>
    </html>`
}

export function regions(page: Page): Html[] {
  return Object.entries(page.regions).map(
    ([name, content]) => html`<div class="region" data-region="${name}">${content}</div>`
  )
}

export function heading(title: string, lead: Html | string, aside?: Html): Html {
  return html`<div class="heading">
    <div>
      <h1>${title}</h1>
      <p class="lead">${lead}</p>
    </div>
    ${aside ?? null}
  </div>`
}

function navigation(sandbox: Sandbox, path: string): Html {
  const active = sandbox.faults.list().filter((fault) => fault.enabled).length
  const link = (address: string, text: string, sign: Html, isCurrent: boolean, note?: Html) =>
    html`<a href="${address}" ${isCurrent ? html`aria-current="page"` : null}
      >${sign}<span>${text}</span>${note ?? null}</a
    >`
  return html`${link('/', 'Overview', icon('layout-dashboard'), path === '/')}
  ${sandbox.members.map(({ system }) => {
    const address = systemPath(system.name)
    return link(address, system.title, systemIcon(system.name), path.startsWith(address))
  })}
  ${link('/requests', 'Requests', icon('activity'), path === '/requests')}
  ${link(
    '/faults',
    'Faults',
    icon('zap'),
    path === '/faults',
    html`<span class="count" data-fault-count ${active === 0 ? html`hidden` : null}>${active}</span>`
  )}`
}

function themeSwitch(): Html {
  const choice = (theme: string, label: string, sign: IconName) =>
    html`<button type="button" data-theme-choice="${theme}" aria-pressed="false" title="${label}">
      ${icon(sign)}<span class="hidden">${label}</span>
    </button>`
  return html`<div class="themes" role="group" aria-label="Colours">
    ${choice('light', 'Light', 'sun')} ${choice('dark', 'Dark', 'moon')}
    ${choice('system', 'As the system', 'monitor')}
  </div>`
}

function resetDialog(): Html {
  return html`<dialog id="reset" aria-labelledby="reset-title">
    <h2 id="reset-title">Reset the sandbox?</h2>
    <p>
      Every server, customer, payment, webhook and mail in it is removed, and every fault is switched off. The
      platform keeps its own records and will find them missing here. This cannot be undone.
    </p>
    <div class="dialog-actions">
      <button type="button" class="button" data-close>Keep everything</button>
      <button
        type="button"
        class="button danger solid"
        data-method="POST"
        data-url="/_reset"
        data-then="Everything was removed"
      >
        Reset the sandbox
      </button>
    </div>
  </dialog>`
}

function confirmDialog(): Html {
  return html`<dialog id="confirm" aria-labelledby="confirm-title">
    <h2 id="confirm-title">Sure?</h2>
    <p>This cannot be undone.</p>
    <div class="dialog-actions">
      <button type="button" class="button" data-close>Cancel</button>
      <button type="button" class="button danger solid" data-confirmed>Yes</button>
    </div>
  </dialog>`
}
