import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** Where people type a password, theirs or a new one. */
const fields = ['password', 'current_password', 'new_password']

/** Spaces at the ends of fields are a slip and are left out. Of a password they are part: it is taken as it was typed. */
export default class TypedPasswordMiddleware {
  handle({ request }: HttpContext, next: NextFn) {
    const body = request.body() as Record<string, unknown>
    const names = fields.filter((name) => typeof body[name] === 'string')
    const raw = names.length > 0 ? request.raw() : null
    if (raw) {
      const read = request.is(['json']) ? fromJson(raw) : fromForm(raw)
      const typed = names.map((name) => [name, read(name) ?? body[name]])
      request.updateBody({ ...body, ...Object.fromEntries(typed) })
    }
    return next()
  }
}

/** The body was read before, so it can be read. */
function fromJson(raw: string): (name: string) => unknown {
  const body = JSON.parse(raw) as Record<string, unknown>
  return (name) => body[name]
}

function fromForm(raw: string): (name: string) => unknown {
  const body = new URLSearchParams(raw)
  return (name) => body.get(name)
}
