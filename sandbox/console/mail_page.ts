/** The inbox: messages on the left, the chosen one on the right. */
import { html, type Html } from '../core/html.ts'
import type { Kit } from '../core/system.ts'
import { Inbox } from '../mail/inbox.ts'
import type { Message } from '../mail/message.ts'
import { time } from './cells.ts'
import { icon } from './icons.ts'
import { heading, type Page } from './layout.ts'

const MESSAGES_MAX = 100
const VIEWS = ['html', 'text', 'headers'] as const
type View = (typeof VIEWS)[number]

export function mailPage(kit: Kit, options: { id?: string; view?: string }): Page | null {
  const inbox = new Inbox(kit)
  const message = options.id === undefined ? null : inbox.find(options.id)
  if (message === undefined) return null
  const view = VIEWS.find((known) => known === options.view) ?? (message?.html ? 'html' : 'text')
  const { host, smtpPort } = kit.settings
  return {
    title: message ? message.subject || 'No subject' : 'Mail',
    wide: true,
    heading: heading(
      'Mail',
      html`Everything sent to <code>smtp://${host}:${smtpPort}</code>. Nothing leaves this machine.`,
      html`<button
        type="button"
        class="button"
        data-method="DELETE"
        data-url="/_mail/messages"
        data-confirm="Delete all messages?"
        data-go="/mail"
      >
        Empty the inbox
      </button>`
    ),
    regions: {
      inbox: messageList(inbox.list({ limit: MESSAGES_MAX }), message?.id),
      message: message ? messagePane(message, view) : nothingChosen(),
    },
  }
}

function messageList(messages: Message[], chosenId: string | undefined): Html {
  if (messages.length === 0) {
    return html`<div class="card empty-state">
      ${icon('inbox')}
      <h2>No mail yet</h2>
      <p>Order something, or ask for a new password: what the platform sends appears here.</p>
    </div>`
  }
  return html`<div class="card list${chosenId ? ' behind' : ''}">
    <ul class="messages" aria-label="Messages">
      ${messages.map(
        (message) =>
          html`<li data-key="${message.id}">
            <a href="/mail/${message.id}" ${message.id === chosenId ? html`aria-current="true"` : null}>
              <span class="message-to">${message.envelope.to.join(', ')}</span>
              ${time(message.receivedAt)}
              <span class="message-subject">${message.subject || 'No subject'}</span>
              ${
                message.attachments.length > 0
                  ? html`<span class="message-clip"
                      >${icon('paperclip')}<span class="hidden">has attachments</span></span
                    >`
                  : null
              }
            </a>
          </li>`
      )}
    </ul>
  </div>`
}

function messagePane(message: Message, view: View): Html {
  const titles: Record<View, string> = { html: 'HTML', text: 'Text', headers: 'Headers' }
  return html`<article class="card message" data-key="${message.id}">
    <a class="back" href="/mail">${icon('arrow-left')}<span>All messages</span></a>
    <h2>${message.subject || 'No subject'}</h2>
    <dl class="facts">
      <dt>From</dt>
      <dd>${message.from}</dd>
      <dt>To</dt>
      <dd>${message.to}</dd>
      <dt>Received</dt>
      <dd>${time(message.receivedAt)}</dd>
    </dl>
    <nav class="tabs" aria-label="View">
      ${VIEWS.filter((known) => known !== 'html' || message.html !== null).map(
        (known) =>
          html`<a
            href="/mail/${message.id}?view=${known}"
            ${known === view ? html`aria-current="true"` : null}
            >${titles[known]}</a
          >`
      )}
    </nav>
    ${messageBody(message, view)} ${attachmentList(message)} ${linkList(message)}
  </article>`
}

/** Foreign HTML is framed: no script, no forms, an origin of its own. Its links open in a new window. */
function messageBody(message: Message, view: View): Html {
  if (view === 'html') {
    return html`<iframe
      title="Message: ${message.subject}"
      src="/_mail/messages/${message.id}/html"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerpolicy="no-referrer"
    ></iframe>`
  }
  if (view === 'text') return html`<pre class="mail-text" tabindex="0">${message.text}</pre>`
  return html`<dl class="facts headers">
    ${message.headers.map(
      ({ name, value }) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`
    )}
  </dl>`
}

function attachmentList(message: Message): Html | null {
  if (message.attachments.length === 0) return null
  return html`<h3>Attachments</h3>
    <ul class="links">
      ${message.attachments.map(
        (attachment, index) =>
          html`<li>
            <a href="/_mail/messages/${message.id}/attachments/${index}" download
              >${icon('paperclip')}<span>${attachment.filename}</span></a
            >
            <span class="muted">${attachment.contentType}, ${attachment.bytes} bytes</span>
          </li>`
      )}
    </ul>`
}

function linkList(message: Message): Html | null {
  if (message.links.length === 0) return null
  return html`<h3>Links in it</h3>
    <ul class="links">
      ${message.links.map((link) => html`<li><a href="${link}" target="_blank" rel="noopener noreferrer">${link}</a></li>`)}
    </ul>`
}

function nothingChosen(): Html {
  return html`<div class="card empty-state wide-only">
    ${icon('mail')}
    <p>Choose a message to read it.</p>
  </div>`
}
