/* Keeps the page fresh, works its buttons, and remembers the chosen colours. */
import { matchChildren } from './match.js'

const pollMs = 2000
const pollAfterFailureMs = 5000

/* ------------------------------------------------------------------ freshness */

const sources = new Map()

async function refresh() {
  const response = await fetch(location.href, { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`)
  const { regions, faults } = await response.json()
  for (const [name, source] of Object.entries(regions)) {
    const element = document.querySelector(`[data-region="${name}"]`)
    if (!element || sources.get(name) === source) continue
    sources.set(name, source)
    const fresh = document.createElement('template')
    fresh.innerHTML = source
    matchChildren(element, fresh.content)
  }
  showFaultCount(faults)
  tellTimes()
}

async function poll() {
  let waitMs = pollMs
  try {
    if (!document.hidden) await refresh()
    showLive(true)
  } catch {
    showLive(false)
    waitMs = pollAfterFailureMs
  }
  setTimeout(poll, waitMs)
}

function showLive(isLive) {
  document.documentElement.classList.toggle('lost', !isLive)
  const text = document.querySelector('[data-live-text]')
  const words = isLive ? 'Live' : 'No connection, trying again'
  if (text && text.textContent !== words) text.textContent = words
}

function showFaultCount(count) {
  const element = document.querySelector('[data-fault-count]')
  if (!element) return
  element.textContent = String(count)
  element.hidden = count === 0
}

/* ------------------------------------------------------------------ times */

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

function tellTimes() {
  for (const element of document.querySelectorAll('time[datetime]')) {
    const instant = new Date(element.dateTime)
    const seconds = Math.round((instant.getTime() - Date.now()) / 1000)
    const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1]
    const words = Math.abs(seconds) < 5 ? 'now' : relative.format(Math.round(seconds / size), unit)
    if (element.textContent !== words) element.textContent = words
    if (!element.dataset.exact) {
      element.dataset.exact = 'yes'
      element.title = exact.format(instant)
    }
  }
}

/* ------------------------------------------------------------------ buttons */

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button')
  if (!button) return
  if (button.dataset.open) document.getElementById(button.dataset.open)?.showModal()
  if ('close' in button.dataset) button.closest('dialog')?.close()
  if (button.dataset.themeChoice) chooseTheme(button.dataset.themeChoice)
  if (button.dataset.copy) await copyText(button)
  if (button.getAttribute('role') === 'switch') await throwSwitch(button)
  if (button.dataset.url) await press(button)
})

async function press(button) {
  const { method, url, confirm, then, go } = button.dataset
  if (confirm && !(await isConfirmed(confirm, button.firstChild.textContent.trim()))) return
  const done = await send(button, method, url)
  if (!done) return
  button.closest('dialog')?.close()
  if (go) return location.assign(go)
  say(then ?? 'Done')
}

async function send(button, method, url, body) {
  button.setAttribute('aria-busy', 'true')
  try {
    const response = await fetch(url, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body && JSON.stringify(body),
    })
    if (!response.ok) {
      const { message } = await response.json().catch(() => ({}))
      throw new Error(message ?? `The sandbox answered ${response.status}.`)
    }
    await refresh()
    return true
  } catch (error) {
    say(error.message)
    return false
  } finally {
    button.removeAttribute('aria-busy')
  }
}

function isConfirmed(question, verb) {
  const dialog = document.getElementById('confirm')
  dialog.querySelector('h2').textContent = question
  const yes = dialog.querySelector('[data-confirmed]')
  yes.textContent = verb
  return new Promise((resolve) => {
    dialog.returnValue = ''
    yes.onclick = () => dialog.close('yes')
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true })
    dialog.showModal()
  })
}

let sayTimer

function say(words) {
  const toast = document.querySelector('.toast')
  toast.textContent = words
  toast.hidden = false
  clearTimeout(sayTimer)
  sayTimer = setTimeout(() => (toast.hidden = true), 3500)
}

async function copyText(button) {
  await navigator.clipboard.writeText(button.dataset.copy).then(
    () => say(`Copied ${button.dataset.copy}`),
    () => say('The browser does not allow copying here')
  )
}

/* ------------------------------------------------------------------ faults */

/* One change after another: a setting chosen while its switch is still on the way waits for the answer instead of being lost. */
let lastChange = Promise.resolve()

function inTurn(change) {
  lastChange = lastChange.then(change, change)
  return lastChange
}

function isOn(row) {
  return row.querySelector('[role="switch"]').getAttribute('aria-checked') === 'true'
}

function throwSwitch(button) {
  const row = button.closest('[data-fault]')
  return inTurn(() => setFault(row, !isOn(row)))
}

document.addEventListener('change', (event) => {
  const row = event.target.closest('[data-fault]')
  if (row) inTurn(() => (isOn(row) ? setFault(row, true) : undefined))
})

async function setFault(row, enabled) {
  const read = (name) => row.querySelector(`[name="${name}"]`)?.value.trim() ?? ''
  const figure = (name) => (read(name) === '' ? null : Number(read(name)))
  const change = {
    enabled,
    rate: Number(read('rate')),
    times: figure('times'),
    value: figure('value'),
    route: read('route'),
  }
  await send(row.querySelector('[role="switch"]'), 'PUT', row.dataset.fault, change)
}

/* ------------------------------------------------------------------ colours */

function chooseTheme(choice) {
  if (choice === 'system') {
    localStorage.removeItem('sandbox-theme')
    delete document.documentElement.dataset.theme
  } else {
    localStorage.setItem('sandbox-theme', choice)
    document.documentElement.dataset.theme = choice
  }
  showTheme()
}

function showTheme() {
  const choice = document.documentElement.dataset.theme ?? 'system'
  for (const button of document.querySelectorAll('[data-theme-choice]')) {
    button.setAttribute('aria-pressed', String(button.dataset.themeChoice === choice))
  }
}

showTheme()
tellTimes()
document.querySelector('.side nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
setTimeout(poll, pollMs)
setInterval(tellTimes, 10_000)
