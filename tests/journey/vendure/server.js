// A real Vendure shop on SQLite with one product. Usage: node server.js FOLDER-WITH-NODE-MODULES DATABASE PORT
const path = require('path');
const [folder, database, port] = process.argv.slice(2);
const from = (name) => require(require.resolve(name, { paths: [folder] }));
const { bootstrap, JobQueueService, DefaultJobQueuePlugin, dummyPaymentHandler, manualFulfillmentHandler } = from('@vendure/core');
const { populate } = from('@vendure/core/cli');
const fs = require('fs');

const config = {
  apiOptions: { port: Number(port), hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: {
    tokenMethod: ['bearer', 'cookie'], requireVerification: false, cookieOptions: { secret: 'test' },
    superadminCredentials: { identifier: 'superadmin', password: process.env.VENDURE_PASSWORD },
  },
  dbConnectionOptions: { type: 'better-sqlite3', synchronize: true, logging: false, database },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  shippingOptions: { fulfillmentHandlers: [manualFulfillmentHandler] },
  plugins: [DefaultJobQueuePlugin.init({})],
};
const initialData = {
  defaultLanguage: 'en', defaultZone: 'Asia', collections: [],
  countries: [{ name: 'China', code: 'CN', zone: 'Asia' }],
  taxRates: [{ name: 'Standard', percentage: 0 }],
  shippingMethods: [{ name: 'Standard', price: 500 }],
  paymentMethods: [{ name: 'Dummy', handler: { code: dummyPaymentHandler.code, arguments: [{ name: 'automaticSettle', value: 'true' }] } }],
};
const products = path.join(path.dirname(database), 'products.csv');
fs.writeFileSync(products, [
  'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets',
  'Coat,coat,warm,,,,,COAT1,199.90,standard,1000,false,,', '',
].join('\n'));

populate(() => bootstrap(config), initialData, products)
  .then((app) => app.get(JobQueueService).start())
  .then(() => console.log('READY'));
