import type { Endpoint } from '#app/shared/http/endpoint'
import { productShape, staffProductShape } from '#app/catalogue/http/catalogue_shapes'
import {
  createOptionBody, createOptionValueBody, createPlanBody, createProductBody,
  updateOptionBody, updateOptionValueBody, updatePlanBody, updateProductBody,
} from '#app/catalogue/http/catalogue_validators' // prettier-ignore
import {
  priceExampleBody,
  replaceOptionPriceBody,
  replacePriceBody,
} from '#app/catalogue/http/price_validators'
import { priceExampleShape, priceVersionShape } from '#app/catalogue/http/price_wire'

const Products = () => import('#app/catalogue/http/api/products_controller')
const Plans = () => import('#app/catalogue/http/api/plans_controller')
const Prices = () => import('#app/catalogue/http/api/prices_controller')
const Options = () => import('#app/catalogue/http/api/options_controller')
const OptionValues = () => import('#app/catalogue/http/api/option_values_controller')
const PriceExamples = () => import('#app/catalogue/http/api/price_examples_controller')
const OptionPrices = () => import('#app/catalogue/http/api/option_prices_controller')

const group = 'Catalogue'
const read = 'staff:catalogue:read'
const write = 'staff:catalogue:write'
const created = { status: 201, shape: staffProductShape } as const
const changed = { status: 200, shape: staffProductShape } as const
const noProduct = { status: 404, code: 'product_not_found', when: 'there is no such product.' }
const noPlan = { status: 404, code: 'plan_not_found', when: 'there is no such plan.' }
const noOption = { status: 404, code: 'option_not_found', when: 'there is no such option.' }
const noValue = { status: 404, code: 'value_not_found', when: 'the option has no such value.' }
const slugTaken = { status: 409, code: 'slug_taken', when: 'another one has this address.' }
const codeTaken = { status: 409, code: 'code_taken', when: 'another one has this code.' }
const noCurrency = { status: 422, code: 'currency_unknown', when: 'the currency is none of ISO 4217.' }
const noPrice = { status: 404, code: 'price_not_found', when: 'there is no such price.' }
const priceEnded = { status: 409, code: 'price_ended', when: 'the price was taken back or replaced already.' }
const badVersion = {
  status: 422,
  code: 'price_refused',
  when: 'the day is over, or tiers do not follow each other.',
}
const noTiers = {
  status: 422,
  code: 'tiers_not_possible',
  when: 'there is always one of a choice or a switch.',
}
const emptyRange = { status: 422, code: 'range_empty', when: 'the maximum is below the minimum.' }

/** Every change answers with the whole product as it stands after it. */
export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/products', name: 'products.index', group, audience: 'customer', ability: null,
    summary: 'List what is sold, with plans, options and prices', controller: [Products, 'index'],
    answers: { status: 200, shape: productShape, isList: true },
  },
  {
    method: 'GET', path: '/products/:id', name: 'products.show', group, audience: 'customer', ability: null,
    summary: 'Show a product that is sold', controller: [Products, 'show'],
    answers: { status: 200, shape: productShape }, problems: [noProduct],
  },
  {
    method: 'GET', path: '/products', name: 'products.index_all', group, audience: 'staff', ability: read,
    summary: 'List all products, with drafts and archived ones', controller: [Products, 'indexAll'],
    answers: { status: 200, shape: staffProductShape, isList: true },
  },
  {
    method: 'GET', path: '/products/:id', name: 'products.show_any', group, audience: 'staff', ability: read,
    summary: 'Show a product with everything behind it', controller: [Products, 'showAny'],
    answers: changed, problems: [noProduct],
  },
  {
    method: 'POST', path: '/products', name: 'products.store', group, audience: 'staff', ability: write, isIdempotent: true,
    summary: 'Create a product, as a draft', controller: [Products, 'store'], body: createProductBody,
    answers: created, problems: [slugTaken],
  },
  {
    method: 'PATCH', path: '/products/:id', name: 'products.update', group, audience: 'staff', ability: write,
    summary: 'Change a product, put it on sale, hide or archive it', controller: [Products, 'update'], body: updateProductBody,
    answers: changed, problems: [noProduct],
  },
  {
    method: 'POST', path: '/products/:id/plans', name: 'plans.store', group, audience: 'staff', ability: write, isIdempotent: true,
    summary: 'Add a plan to a product, as a draft', controller: [Plans, 'store'], body: createPlanBody,
    answers: created, problems: [noProduct, slugTaken],
  },
  {
    method: 'PATCH', path: '/plans/:id', name: 'plans.update', group, audience: 'staff', ability: write,
    summary: 'Change a plan for new orders', controller: [Plans, 'update'], body: updatePlanBody,
    answers: changed, problems: [noPlan],
  },
  {
    method: 'POST', path: '/plans/:id/prices', name: 'prices.store', group, audience: 'staff', ability: write, isIdempotent: true,
    summary: 'Give a plan another price in one currency and interval from a day on; existing subscriptions keep theirs',
    controller: [Prices, 'store'], body: replacePriceBody, answers: created, problems: [noPlan, noCurrency, badVersion],
  },
  {
    method: 'POST', path: '/products/:id/options', name: 'options.store', group, audience: 'staff', ability: write,
    summary: 'Add an option to a product', controller: [Options, 'store'], body: createOptionBody, isIdempotent: true,
    answers: created, problems: [noProduct, codeTaken, emptyRange],
  },
  {
    method: 'PATCH', path: '/options/:id', name: 'options.update', group, audience: 'staff', ability: write,
    summary: 'Change or archive an option', controller: [Options, 'update'], body: updateOptionBody,
    answers: changed, problems: [noOption, emptyRange],
  },
  {
    method: 'POST', path: '/options/:id/values', name: 'option_values.store', group, audience: 'staff', ability: write,
    summary: 'Add a value to a choice', controller: [OptionValues, 'store'], body: createOptionValueBody, isIdempotent: true,
    answers: created, problems: [noOption, codeTaken],
  },
  {
    method: 'PATCH', path: '/option-values/:id', name: 'option_values.update', group, audience: 'staff', ability: write,
    summary: 'Change or archive a value of a choice', controller: [OptionValues, 'update'], body: updateOptionValueBody,
    answers: changed, problems: [noValue],
  },
  {
    method: 'POST', path: '/options/:id/prices', name: 'option_prices.store', group, audience: 'staff', ability: write,
    summary: 'Give an option or one of its values another price from a day on, by unit or by tiers', isIdempotent: true,
    controller: [OptionPrices, 'store'], body: replaceOptionPriceBody,
    answers: created, problems: [noOption, noValue, noCurrency, noTiers, badVersion],
  },
  {
    method: 'GET', path: '/products/:id/prices', name: 'prices.index', group, audience: 'staff', ability: read,
    summary: 'List every version of every price of a product: past, current, upcoming and withdrawn', controller: [Prices, 'index'],
    answers: { status: 200, shape: priceVersionShape, isList: true }, problems: [noProduct],
  },
  {
    method: 'DELETE', path: '/prices/:id', name: 'prices.destroy', group, audience: 'staff', ability: write,
    summary: 'Take a price back: an upcoming one never comes, a current one is not offered any more',
    controller: [Prices, 'destroy'], answers: changed, problems: [noPrice, priceEnded],
  },
  {
    method: 'POST', path: '/price-examples', name: 'price_examples.store', group, audience: 'staff', ability: read,
    summary: 'Say what some quantities would cost under a tiered price; nothing is kept', controller: [PriceExamples, 'store'],
    body: priceExampleBody, answers: { status: 200, shape: priceExampleShape }, problems: [badVersion],
  },
] // prettier-ignore
