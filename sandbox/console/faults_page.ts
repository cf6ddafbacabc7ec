/** Switches for everything that can go wrong. */
import { html, type Html } from '../core/html.ts'
import { knownFaults } from '../core/control.ts'
import type { Fault } from '../core/faults.ts'
import type { Member, Sandbox } from '../core/sandbox.ts'
import { heading, systemIcon, type Page } from './layout.ts'

type Row = { system: string; fault: string; sentence: string; now: Fault | undefined }

const RATES: Array<[number, string]> = [
  [1, 'every call'],
  [0.5, 'half of the calls'],
  [0.25, 'a quarter'],
  [0.1, 'one in ten'],
  [0.01, 'one in a hundred'],
]
const TIMES: Array<[string, string]> = [
  ['', 'until switched off'],
  ['1', 'once'],
  ['2', 'twice'],
  ['3', 'three times'],
  ['5', 'five times'],
]
/** Faults that read `value` say so in their sentence; a lost answer may say when the line is cut. */
const WITH_VALUE = /`value`|never answers/
const IN_MILLISECONDS = /\bms\b|milliseconds|never answers/

export function faultsPage(sandbox: Sandbox): Page {
  return {
    title: 'Faults',
    wide: true,
    heading: heading(
      'Faults',
      'Make a stand-in slow, broken or unlucky, and see how the platform copes. Switches work at once and survive a restart.',
      html`<button
        type="button"
        class="button"
        data-method="DELETE"
        data-url="/_faults"
        data-then="All faults are off"
      >
        Switch all off
      </button>`
    ),
    regions: Object.fromEntries(sandbox.members.map((member) => [member.system.name, systemFaults(member)])),
  }
}

function systemFaults(member: Member): Html {
  const { system, kit } = member
  const set = kit.faults.list()
  const rows = Object.entries(knownFaults(system.faults)).flatMap(([fault, sentence]): Row[] => {
    const own = { system: system.name, fault, sentence }
    const aimed = set.filter((one) => one.fault === fault && one.route !== '' && one.enabled)
    const general = set.find((one) => one.fault === fault && one.route === '')
    return [{ ...own, now: general }, ...aimed.map((now) => ({ ...own, now }))]
  })
  return html`<section class="card" aria-labelledby="faults-${system.name}">
    <div class="card-head">
      <h2 id="faults-${system.name}">${systemIcon(system.name)}<span>${system.title}</span></h2>
    </div>
    <ul class="faults">
      ${rows.map(faultRow)}
    </ul>
  </section>`
}

function faultRow({ system, fault, sentence, now }: Row): Html {
  const route = now?.route ?? ''
  const id = `${system}-${fault}-${route}`.replace(/[^\w-]+/g, '-')
  const isOn = now?.enabled ?? false
  return html`<li class="fault${isOn ? ' on' : ''}" data-key="${id}" data-fault="/_faults/${system}/${fault}">
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked="${isOn ? 'true' : 'false'}"
      aria-labelledby="${id}"
    >
      <span></span>
    </button>
    <div class="fault-text">
      <h3 id="${id}">${nameOfFault(fault)}</h3>
      <p class="muted">${withCode(sentence)}</p>
    </div>
    <div class="fault-settings">
      ${select({ name: 'rate', label: 'How often', choices: RATES, value: now?.rate ?? 1 })}
      ${select({ name: 'times', label: 'For how long', choices: TIMES, value: now?.times || '' })}
      ${
        WITH_VALUE.test(sentence)
          ? html`<label
              ><span>${IN_MILLISECONDS.test(sentence) ? 'Milliseconds' : 'Count'}</span
              ><input
                name="value"
                type="number"
                min="0"
                step="100"
                value="${now?.value ?? ''}"
                placeholder="default"
            /></label>`
          : null
      }
      <label class="route"
        ><span>Only for</span
        ><input name="route" value="${route}" placeholder="every call" ${route ? html`readonly` : null}
      /></label>
    </div>
  </li>`
}

/** Words between backticks are set as code. */
function withCode(sentence: string): Html[] {
  return sentence
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
}

/** The unit stands beside the field for it. */
function nameOfFault(fault: string): string {
  return fault.replace(/_ms$/, '').replaceAll('_', ' ')
}

function select(options: {
  name: string
  label: string
  choices: Array<[string | number, string]>
  value: string | number
}): Html {
  const { name, label, choices, value } = options
  const known = choices.some(([choice]) => String(choice) === String(value))
  const shown = known
    ? choices
    : [...choices, [value, name === 'rate' ? `${value} of all` : `${value} more`] as const]
  return html`<label
    ><span>${label}</span
    ><select name="${name}">
      ${shown.map(
        ([choice, text]) =>
          html`<option value="${choice}" ${String(choice) === String(value) ? html`selected` : null}>
            ${text}
          </option>`
      )}
    </select></label
  >`
}
