import type { HttpContext } from '@adonisjs/core/http'
import type { Ability } from '#app/shared/http/caller'

/** Anything that can say its JSON Schema: a compiled Vine validator. */
export interface DescribedShape {
  toJSONSchema(): object
}

/**
 * One route of the REST API. The same table registers it, protects it and documents it (OpenAPI), so none can drift.
 * Controllers validate with `body` or `query` themselves (`ctx.request.validateUsing`), which keeps their types.
 */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api/v1, with `:name` parameters. */
  path: string
  /** Unique name: `services.show`. Becomes the operationId. */
  name: string
  /** One sentence that a reader of the reference understands. */
  summary: string
  /** Heading it stands under in the reference: "Services". */
  group: string
  /** Which hosts answer it: customers' (account), staff's (admin) or both. */
  audience: 'customer' | 'staff' | 'both'
  /** What the caller must be allowed to do; null for a route that needs no token. Both may differ for audience "both". */
  ability: Ability | { customer: Ability; staff: Ability } | null
  controller: [() => Promise<{ default: new (...args: never[]) => object }>, string]
  body?: DescribedShape
  query?: DescribedShape
  /** The field of a file that comes with the body, as `multipart/form-data`: PDF, PNG or JPEG of at most 5 MB; pictures are drawn anew. */
  file?: string
  /** Content types of a file that is the whole body, in the place of JSON. */
  fileTypes?: readonly string[]
  /** Success status and the shape of the answer; null for an answer without a body. */
  answers: {
    status: 200 | 201 | 202 | 204
    shape: DescribedShape | null
    /** `shape` is one item; the answer is `{ data: [item], next_cursor }`. */
    isList?: boolean
    /** Where it is no JSON; several where the address decides. */
    contentType?: string | string[]
  }
  /** Error codes beyond 401, 403, 404, 422 and 429 that it may answer with. */
  problems?: { status: number; code: string; when: string }[]
  /** POST routes that create or move money accept (and replay by) the Idempotency-Key header. */
  isIdempotent?: boolean
}

export type EndpointHandler = (ctx: HttpContext) => unknown
