import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { CreateProduct } from '#app/catalogue/actions/create_product'
import { UpdateProduct } from '#app/catalogue/actions/update_product'
import { listedProducts } from '#app/catalogue/domain/availability'
import { catalogueIn, withoutEmptyTexts } from '#app/catalogue/domain/translation'
import { answerWithProductOf, refuseChange } from '#app/catalogue/http/api/catalogue_answers'
import { createProductBody, updateProductBody } from '#app/catalogue/http/catalogue_validators'
import { presentProduct } from '#app/catalogue/http/product_transformer'
import { presentProductToStaff } from '#app/catalogue/http/staff_product_transformer'
import { loadCatalogue } from '#app/catalogue/queries/load_catalogue'
import { readId } from '#app/shared/ids'

/** What is sold: for everybody as the shop shows it, for staff with everything behind it. */
@inject()
export default class ProductsController {
  constructor(
    private createProduct: CreateProduct,
    private updateProduct: UpdateProduct
  ) {}

  async index(ctx: HttpContext) {
    const catalogue = catalogueIn(await loadCatalogue(), ctx.i18n.locale)
    return { data: listedProducts(catalogue).map(presentProduct), next_cursor: null }
  }

  async show(ctx: HttpContext) {
    const catalogue = catalogueIn(await loadCatalogue(), ctx.i18n.locale)
    const id = readId('product', ctx.params.id)
    const product = listedProducts(catalogue).find((candidate) => candidate.id === id)
    return product ? presentProduct(product) : refuseChange(ctx, 'product_not_found')
  }

  async indexAll() {
    return { data: (await loadCatalogue()).products.map(presentProductToStaff), next_cursor: null }
  }

  async showAny(ctx: HttpContext) {
    const { products } = await loadCatalogue()
    const product = products.find(({ id }) => id === readId('product', ctx.params.id))
    return product ? presentProductToStaff(product) : refuseChange(ctx, 'product_not_found')
  }

  async store(ctx: HttpContext) {
    const {
      kind = 'vps',
      tagline = '',
      description = '',
      ...body
    } = await ctx.request.validateUsing(createProductBody)
    const result = await this.createProduct.execute({ ...body, kind, tagline, description })
    return result.ok ? answerWithProductOf(result.value) : refuseChange(ctx, result.error.type)
  }

  async update(ctx: HttpContext) {
    const { translations, ...changes } = await ctx.request.validateUsing(updateProductBody)
    const id = readId('product', ctx.params.id)
    if (!id) return refuseChange(ctx, 'product_not_found')
    const result = await this.updateProduct.execute(id, {
      ...changes,
      ...(translations ? { translations: withoutEmptyTexts(translations) } : {}),
    })
    return result.ok ? answerWithProductOf(id) : refuseChange(ctx, result.error.type)
  }
}
