import { invalidRequest } from './errors.ts'

/** A decoded form before its types are known: text, objects, and lists. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue }
export type Form = { [name: string]: FormValue }

const depthMax = 8
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype'])

/** Decodes `a[b][c]=v`, `a[0]=v` and `a[]=v` as Stripe does. */
export function decodeForm(text: string): Form {
  const form: Form = {}
  for (const [name, value] of new URLSearchParams(text)) put(form, segmentsOf(name), value)
  return listsIn(form) as Form
}

function segmentsOf(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name)
  if (!match) throw invalidRequest(`Invalid parameter name: ${name.slice(0, 100)}`)
  const inner = [...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((found) => found[1] ?? '')
  const segments = [match[1] ?? '', ...inner]
  if (segments.length > depthMax || segments.some((segment) => forbiddenNames.has(segment))) {
    throw invalidRequest(`Invalid parameter name: ${name.slice(0, 100)}`)
  }
  return segments
}

function put(form: Form, segments: string[], value: string): void {
  let place: Form = form
  for (const [index, segment] of segments.entries()) {
    const name = segment === '' ? String(Object.keys(place).length) : segment
    if (index === segments.length - 1) {
      place[name] = value
      return
    }
    const next = place[name]
    if (next === undefined) place[name] = {}
    else if (typeof next === 'string' || Array.isArray(next)) {
      throw invalidRequest(`Invalid parameter: ${segments[0]} is given both as text and as an object`)
    }
    place = place[name] as Form
  }
}

/** Objects whose names are 0, 1, 2 … become lists. Metadata may have such names, so it is read back as an object there. */
function listsIn(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([name, item]) => [name, listsIn(item)] as const)
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index))
  return isList ? entries.map(([, item]) => item) : Object.fromEntries(entries)
}
