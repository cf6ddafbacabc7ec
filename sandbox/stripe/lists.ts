import type { Collection } from '../core/store.ts'
import type { Call } from './account.ts'
import { invalidRequest, resourceMissing } from './errors.ts'

const limitDefault = 10
const limitMax = 100

type Listed = { id: string; created: number }

/** A page of a collection, newest first, by cursor. */
export function page<T extends Listed>(
  call: Call,
  collection: Collection<T>,
  options: { url: string; filter?: (item: T) => boolean }
): object {
  const { params } = call
  const limit = params.integer('limit') ?? limitDefault
  if (limit < 1 || limit > limitMax) {
    throw invalidRequest(`This value must be between 1 and ${limitMax}.`, {
      code: 'parameter_invalid_integer',
      param: 'limit',
    })
  }
  const { starting_after: after, ending_before: before } = cursors(call)
  const items = collection.list({
    newestFirst: true,
    filter: (item) => inRange(call, item) && (options.filter?.(item) ?? true),
  })
  for (const [name, id] of [
    ['starting_after', after],
    ['ending_before', before],
  ] as const) {
    if (id && !items.some((item) => item.id === id)) throw resourceMissing('object', id, name)
  }
  const rest = after ? items.slice(items.findIndex((item) => item.id === after) + 1) : items
  const earlier = before
    ? items.slice(
        0,
        items.findIndex((item) => item.id === before)
      )
    : null
  const data = earlier ? earlier.slice(-limit) : rest.slice(0, limit)
  const hasMore = (earlier ?? rest).length > limit
  return { object: 'list', data, has_more: hasMore, url: options.url }
}

function cursors(call: Call): { starting_after?: string; ending_before?: string } {
  const cursor = {
    starting_after: call.params.text('starting_after'),
    ending_before: call.params.text('ending_before'),
  }
  if (cursor.starting_after && cursor.ending_before) {
    throw invalidRequest('You may only specify one of these parameters: ending_before, starting_after.')
  }
  return cursor
}

function inRange(call: Call, item: Listed): boolean {
  const exact = call.params.integer('created')
  if (exact !== undefined) return item.created === exact
  const range = call.params.group('created')
  if (!range) return true
  return (
    item.created > (range.integer('gt') ?? -Infinity) &&
    item.created >= (range.integer('gte') ?? -Infinity) &&
    item.created < (range.integer('lt') ?? Infinity) &&
    item.created <= (range.integer('lte') ?? Infinity)
  )
}
