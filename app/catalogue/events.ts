import { event } from '#app/shared/events/event'

export const productCreated = event<{ productId: string }>('product.created', 'Something new can be offered.')
export const productChanged = event<{ productId: string; changes: object }>(
  'product.changed',
  'What a product says or whether it is sold was changed.'
)
export const planCreated = event<{ planId: string; productId: string }>(
  'plan.created',
  'A product has a new size.'
)
export const planChanged = event<{ planId: string; productId: string; changes: object }>(
  'plan.changed',
  'What a plan says, has or whether it is sold was changed.'
)
export const priceReplaced = event<{
  priceId: string
  planId: string
  replacedId: string | null
  amount: string
  validFrom: string
}>(
  'price.replaced',
  'A plan has another price for new orders from a day on; who agreed to the old one keeps it.'
)
export const priceWithdrawn = event<{
  priceId: string
  currency: string
  interval: object
  validFrom: string
}>('price.withdrawn', 'A price was taken back before its day, or is not offered any more.')
export const optionChanged = event<{ optionId: string; productId: string; changes: object }>(
  'option.changed',
  'What can be chosen with a product, or what a choice costs, was changed.'
)
