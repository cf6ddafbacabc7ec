import type { Endpoint } from '#app/shared/http/endpoint'
import {
  referralLinkShape,
  referralProgrammeShape,
  referralShape,
  staffReferralShape,
} from '#app/promotions/http/referral_transformer'
import {
  listAllReferralsQuery,
  listReferralsQuery,
  referralProgrammeBody,
} from '#app/promotions/http/referral_validators'
import { discountLimitBody, discountLimitShape } from '#app/promotions/http/discount_limit_shapes'
import { couponReportShape, couponShape, loyaltyShape } from '#app/promotions/http/coupon_shapes'
import {
  createCouponBody,
  listCouponsQuery,
  loyaltyBody,
  updateCouponBody,
} from '#app/promotions/http/coupon_validators'

const Coupons = () => import('#app/promotions/http/api/coupons_controller')
const Referrals = () => import('#app/promotions/http/api/referrals_controller')
const CustomerReferrals = () => import('#app/promotions/http/api/customer_referrals_controller')
const Loyalty = () => import('#app/promotions/http/api/loyalty_programmes_controller')

const DiscountLimits = () => import('#app/promotions/http/api/discount_limits_controller')

const group = 'Promotions'
const read = 'staff:catalogue:read'
const write = 'staff:catalogue:write'
const noCustomer = { status: 404, code: 'customer_not_found', when: 'there is no such customer.' }
const noCoupon = { status: 404, code: 'coupon_not_found', when: 'there is no such coupon.' }
const refused = {
  status: 422,
  code: 'terms_refused',
  when: 'the terms contradict themselves; each complaint names its field.',
}

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/discount-limits', name: 'discount_limits.index', group, audience: 'staff', ability: read,
    summary: 'List how much off a price staff may promise in coupons and quotes, by role', controller: [DiscountLimits, 'index'],
    answers: { status: 200, shape: discountLimitShape, isList: true },
  },
  {
    method: 'PUT', path: '/discount-limits/:role', name: 'discount_limits.update', group, audience: 'staff', ability: 'staff:settings:write',
    summary: 'Set how much off a price one person of a role may promise', controller: [DiscountLimits, 'update'],
    body: discountLimitBody, answers: { status: 200, shape: discountLimitShape },
    problems: [{ status: 404, code: 'role_not_found', when: 'nobody of this role promises anything off a price.' }],
  },
  {
    method: 'GET', path: '/coupons', name: 'coupons.index', group, audience: 'staff', ability: read,
    summary: 'List coupons with their usage, newest first', controller: [Coupons, 'index'], query: listCouponsQuery,
    answers: { status: 200, shape: couponShape, isList: true },
  },
  {
    method: 'GET', path: '/coupons/:id', name: 'coupons.show', group, audience: 'staff', ability: read,
    summary: 'Show a coupon and what it brought, side by side where it is an experiment', controller: [Coupons, 'show'],
    answers: { status: 200, shape: couponReportShape }, problems: [noCoupon],
  },
  {
    method: 'POST', path: '/coupons', name: 'coupons.store', group, audience: 'staff', ability: write, isIdempotent: true,
    summary: 'Create a coupon, as a draft', controller: [Coupons, 'store'], body: createCouponBody,
    answers: { status: 201, shape: couponShape },
    problems: [{ status: 409, code: 'code_taken', when: 'another coupon has this code.' }, refused],
  },
  {
    method: 'PATCH', path: '/coupons/:id', name: 'coupons.update', group, audience: 'staff', ability: write,
    summary: 'Change a coupon, put it to use or archive it; what was agreed before stays', controller: [Coupons, 'update'],
    body: updateCouponBody, answers: { status: 200, shape: couponShape }, problems: [noCoupon, refused],
  },
  {
    method: 'GET', path: '/loyalty', name: 'loyalty.show', group, audience: 'staff', ability: read,
    summary: 'Show what customers get for their tenure', controller: [Loyalty, 'show'],
    answers: { status: 200, shape: loyaltyShape },
  },
  {
    method: 'PATCH', path: '/loyalty', name: 'loyalty.update', group, audience: 'staff', ability: write,
    summary: 'Change what customers get for their tenure, from the next renewals on', controller: [Loyalty, 'update'],
    body: loyaltyBody, answers: { status: 200, shape: loyaltyShape },
    problems: [
      { status: 422, code: 'percent_out_of_range', when: 'a percentage is not between 0 and 100.' },
      { status: 422, code: 'above_own_limit', when: 'it is more off a price than your role may promise.' },
      { status: 422, code: 'months_not_distinct', when: 'two tiers begin in the same month.' },
      { status: 422, code: 'no_tiers', when: 'it is on without any tier.' },
    ],
  },
  {
    method: 'GET', path: '/referrals', name: 'referrals.index', group, audience: 'customer', ability: 'billing:read',
    summary: 'List whom you brought, and what each brings', controller: [Referrals, 'index'], query: listReferralsQuery,
    answers: { status: 200, shape: referralShape, isList: true },
  },
  {
    method: 'GET', path: '/referral-link', name: 'referral_link.show', group, audience: 'customer', ability: 'billing:read',
    summary: 'Show your link, and what it brings both sides', controller: [Referrals, 'link'],
    answers: { status: 200, shape: referralLinkShape },
  },
  {
    method: 'GET', path: '/referrals', name: 'referrals.index_all', group, audience: 'staff', ability: read,
    summary: 'List who brought whom, and what came of it, by status and customer', controller: [Referrals, 'indexAll'],
    query: listAllReferralsQuery, answers: { status: 200, shape: staffReferralShape, isList: true },
  },
  {
    method: 'GET', path: '/customers/:id/referrals', name: 'customers.referrals.index', group, audience: 'staff', ability: 'staff:billing:read',
    summary: 'List whom a customer brought and who brought them, and what came of it', controller: [CustomerReferrals, 'index'],
    query: listReferralsQuery, answers: { status: 200, shape: staffReferralShape, isList: true }, problems: [noCustomer],
  },
  {
    method: 'GET', path: '/customers/:id/referral-link', name: 'customers.referral_link.show', group, audience: 'staff',
    ability: 'staff:billing:read', summary: 'Show the link of a customer, and what it brings both sides',
    controller: [CustomerReferrals, 'link'], answers: { status: 200, shape: referralLinkShape }, problems: [noCustomer],
  },
  {
    method: 'GET', path: '/referral-programme', name: 'referral_programme.show', group, audience: 'staff', ability: read,
    summary: 'Show what customers get for bringing others', controller: [Referrals, 'programme'],
    answers: { status: 200, shape: referralProgrammeShape },
  },
  {
    method: 'PATCH', path: '/referral-programme', name: 'referral_programme.update', group, audience: 'staff', ability: write,
    summary: 'Change what customers get for bringing others, from the next first invoices on', controller: [Referrals, 'update'],
    body: referralProgrammeBody, answers: { status: 200, shape: referralProgrammeShape },
    problems: [
      { status: 422, code: 'percent_out_of_range', when: 'the percentage is not between 0 and 100.' },
      { status: 422, code: 'above_own_limit', when: 'it is more off a price than your role may promise.' },
    ],
  },
] // prettier-ignore
