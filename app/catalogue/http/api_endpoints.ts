import type { Endpoint } from '#app/shared/http/endpoint'
import { productShape, staffProductShape } from '#app/catalogue/http/catalogue_shapes'
import {
  createOptionBody, createOptionValueBody, createPlanBody, createProductBody, replaceOptionPriceBody, replacePriceBody,
  updateOptionBody, updateOptionValueBody, updatePlanBody, updateProductBody,
} from '#app/catalogue/http/catalogue_validators' // prettier-ignore

const Products = () => import('#app/catalogue/http/api/products_controller')
const Plans = () => import('#app/catalogue/http/api/plans_controller')
const Prices = () => import('#app/catalogue/http/api/prices_controller')
const Options = () => import('#app/catalogue/http/api/options_controller')
const OptionValues = () => import('#app/catalogue/http/api/option_values_controller')
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
    summary: 'Replace the price of a plan in one currency and interval; existing subscriptions keep theirs',
    controller: [Prices, 'store'], body: replacePriceBody, answers: created, problems: [noPlan, noCurrency],
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
    summary: 'Replace what an option or one of its values costs in one currency and interval', isIdempotent: true,
    controller: [OptionPrices, 'store'], body: replaceOptionPriceBody,
    answers: created, problems: [noOption, noValue, noCurrency],
  },
] // prettier-ignore
