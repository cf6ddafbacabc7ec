import { errors } from '@vinejs/vine'

/** Sends a form back with a complaint beside one field, as a validator would. */
export function refuseField(field: string, message: string): never {
  throw new errors.E_VALIDATION_ERROR([{ field, message, rule: 'refused' }])
}

/** A path of ours to return to; anything that could lead to another site becomes the start page. */
export function localPath(text: string | undefined): string {
  return text && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(text) ? text : '/'
}
