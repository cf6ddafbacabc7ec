/** Turns values of a table into what a person reads: badges for states, times, ids and figures. */
import { html, type Html } from '../core/html.ts'
import type { Cell, Counter, Table, TableAction, TableRow } from '../core/system.ts'

type Tone = 'good' | 'bad' | 'busy' | 'neutral'

const STATE_COLUMN = /^(state|status|result|accepts|captured|last answer)$/i
/** ISO, or the same with a space; either way universal time. */
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/
const AMOUNT = /^-?[\d.,]+ [a-z]{3}$/
const FIGURE = /^-?(?:[A-Z]{3} ?|[€$£])?[\d.,  ]*\d(?: ?(?:[A-Za-z]{3}|[€$£]|%|ms|kB|GB))?(?: \/ [\d.,]+)?$/
const CODE =
  /^(?:[a-z]{1,8}_[A-Za-z0-9_]{3,}|\d{1,3}(?:\.\d{1,3}){3}(?:, .+)?|https?:\/\/\S+|(?:\d{4} ?){3,4}\d{0,4})$/

const TONES: Array<[Tone, RegExp]> = [
  ['bad', /fail|declin|stuck|error|lost|disput|^5\d\d$|^4\d\d$|^0$|refused|blocked|dead/i],
  [
    'busy',
    /…$|pending|requires|processing|deleting|reserved|suspend|queued|retry|wait|open|incomplete|draft|partial/i,
  ],
  ['good', /succe|^yes$|^running$|^paid$|deliver|complete|active|enabled|^2\d\d$|captured|received|won/i],
]

export function toneOf(word: string): Tone {
  return TONES.find(([, pattern]) => pattern.test(word))?.[0] ?? 'neutral'
}

export function badge(word: string, tone: Tone = toneOf(word)): Html {
  return html`<span class="badge ${tone}">${word}</span>`
}

/** The exact instant is in the markup; the console's script turns it into "3 min ago". */
export function time(instant: string): Html {
  const text = `${instant.slice(0, 10)} ${instant.slice(11, 19)}`
  const exact = instant[10] === ' ' ? `${text.replace(' ', 'T')}Z` : instant
  return html`<time datetime="${exact}" title="${exact}">${text}</time>`
}

export function counters(list: Counter[]): Html {
  return html`<dl class="counters">
    ${list.map(
      (counter) =>
        html`<div class="counter ${counter.value === 0 ? 'neutral' : (counter.tone ?? 'neutral')}">
          <dt>${counter.label}</dt>
          <dd>${written(counter.value)}</dd>
        </div>`
    )}
  </dl>`
}

export function table(content: Table, options: { limit?: number } = {}): Html {
  const rows = content.rows.slice(0, options.limit ?? 200)
  const hidden = content.rows.length - rows.length
  const hasActions = rows.some((row) => (row.actions ?? []).length > 0)
  if (rows.length === 0) return html`<p class="empty">Nothing here yet.</p>`
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Rows of ${content.title}">
      <table>
        <thead>
          <tr>
            ${content.columns.map(
              (column, index) => html`<th scope="col" class="${kindOf(content, index)}">${column}</th>`
            )}
            ${hasActions ? html`<th scope="col"><span class="hidden">Actions</span></th>` : null}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => tableRow(content, row, hasActions))}
        </tbody>
      </table>
    </div>
    ${hidden > 0 ? html`<p class="more">and ${hidden} more</p>` : null}`
}

export function actionButton(action: TableAction, about: string): Html {
  const isDangerous = action.method === 'DELETE' || /remove|delete|clear/i.test(action.label)
  return html`<button
    type="button"
    aria-label="${action.label} ${about}"
    class="button small${isDangerous ? ' danger' : ''}"
    data-method="${action.method}"
    data-url="${action.url}"
    data-confirm="${isDangerous ? `${action.label} ${about}?` : ''}"
  >
    ${action.label}
  </button>`
}

function tableRow(content: Table, row: TableRow, hasActions: boolean): Html {
  const about = String(row.cells.find((cell) => typeof cell === 'string' && cell !== '') ?? content.title)
  const key = row.cells.slice(0, 3).join(' ')
  const actions = (row.actions ?? []).map((action) => actionButton(action, nameOf(row, about)))
  return html`<tr data-key="${key}">
    ${row.cells.map((cell, index) => tableCell({ content, row, cell, index }))}
    ${hasActions ? html`<td class="actions">${actions}</td>` : null}
  </tr>`
}

function tableCell(options: { content: Table; row: TableRow; cell: Cell; index: number }): Html {
  const { content, row, cell, index } = options
  const column = content.columns[index] ?? ''
  const value = STATE_COLUMN.test(column) ? stateCell(cell) : plainCell(cell)
  const linksHere = row.href !== undefined && index === linkColumn(row)
  return html`<td class="${kindOf(content, index)}" data-label="${column}">
    ${linksHere ? html`<a href="${row.href ?? ''}">${value}</a>` : value}
  </td>`
}

function stateCell(cell: Cell): Html {
  if (cell === null || cell === '') return dash
  return badge(typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : String(cell).replaceAll('_', ' '))
}

function plainCell(cell: Cell): Html {
  if (cell === null || cell === '') return dash
  if (typeof cell === 'boolean') return html`${cell ? 'yes' : 'no'}`
  if (typeof cell === 'string' && INSTANT.test(cell)) return time(cell)
  if (typeof cell === 'string' && CODE.test(cell)) return html`<code>${cell}</code>`
  return html`<span>${written(cell)}</span>`
}

/** Stand-ins keep a vendor's small letters for currencies; people read capitals. */
function written(value: string | number): string | number {
  return typeof value === 'string' && AMOUNT.test(value) ? value.toUpperCase() : value
}

const dash = html`<span class="muted" aria-label="none">–</span>`

/** The first cell of text that is not a time carries the link. */
function linkColumn(row: TableRow): number {
  const found = row.cells.findIndex((cell) => typeof cell === 'string' && cell !== '' && !INSTANT.test(cell))
  return Math.max(0, found)
}

function nameOf(row: TableRow, fallback: string): string {
  const [, second, third] = row.cells
  return (
    [second, third].filter((cell) => cell !== null && cell !== undefined && cell !== '').join(' ') || fallback
  )
}

/** A column of figures is set to the right. */
function kindOf(content: Table, index: number): string {
  const cells = content.rows.map((row) => row.cells[index]).filter((cell) => cell !== null && cell !== '')
  if (cells.length === 0 || STATE_COLUMN.test(content.columns[index] ?? '')) return ''
  const areFigures = cells.every(
    (cell) => typeof cell === 'number' || (typeof cell === 'string' && FIGURE.test(cell) && !CODE.test(cell))
  )
  return areFigures ? 'figure' : ''
}
