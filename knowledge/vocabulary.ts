import type { Occasion } from './catalogue.ts'
import type { ProductClass } from './outgoing.ts'

/** Words that look like a product's and are none; they are taken out before classes are looked for. */
export const notProducts = /(?:依据|source): ?[a-z0-9-]{1,60}|社(?:会)?保(?:险|障)?(?:卡|费)?|医保|医疗保险局|公积金|保险(?:柜|箱|丝|起见|绳|杠|套|库|杆)|为(?:了)?保险|(?:慈善|红十字|教育|扶贫|公益|助学|发展|希望工程|见义勇为)基金会|基金会(?=的|捐|账|户|发票|收据|组织|成员|秘书|理事|大会|[,。、]|$)|黄金(?:地段|周|会员|位置|时间|时段|海岸|分割|比例|档|卡|搭档|客户)|白金|合伙债|债务|债权|欠债|还债|讨债|债主|负债|增信|征信|存款证明|投保机构|理财(?:证明|规划师|师|经理|通知)|现金存款|存款(?:机|单据|凭条|到账|人)|无卡存款|信用(?:记录|报告)|贷记卡|分期待|信托付|分红(?:包|纸)|一年期证书|外汇局|银行定期|(?:请|应|要|须|会|需|将|可|已|我们|不|建议)定期|定期(?:检查|更换|修改|更新|发送|维护|回访|巡检|查看|提醒|核对|清理|体检|举办|培训|盘点|备份|公布|披露|开放|缴|会|给|向|为)|不定期|定期定额|活期账户|银保|insurance card|social (?:security|insurance)|funds (?:transfers?|available|in your|arriv\w{0,5}|cleared|received|into|(?:are|have|has|were|will be|is)(?: \w{2,8}){0,2} (?:available|arrived|transferred|received|cleared|credited|released|frozen|held|returned|in your|on the way|there))\b|(?:insufficient|sufficient|enough|available|card|transfer (?:of )?|your|the|my|these|those|account|sending|send|receive|add|withdraw) funds\b|(?:to|can|you|please|could) fund\b|\bfund (?:your|my|the|this|an?) (?:\w{2,10} )?(?:accounts?|cards?|wallets?|transfers?)\b|slush fund|crowdfund\w{0,4}|bank ?card|gold (?:card|member|status|customer|tier)s?|golden|go for gold|heart of gold|silver (?:card|member|lining|surfer)s?|our bond|\bbonds? (?:with|between)|on loan from|(?:safe )?deposit (?:box|boxes|slip|slips)|(?:direct|cash|cheque|check|mobile) deposits?|deposit (?:cash|money|a cheque|cheques|your)|to deposit\b|deposited|share (?:your|the|this|button|it|my|our)|(?:your|the) trust\b|trust (?:us|me|this|that|you|in|the)\b|premium (?:lounge|service|member)|loan(?:ed)? (?:word|you a)|policy (?:on|of|change|update)|privacy policy|our policy|certificate of deposit balance|定期存款证明/g

/** Words by which a text speaks of a class of product. The first that matches takes its words away from the later. */
export const classWords: readonly [ProductClass, RegExp][] = [
  ['deposit', /存款保险|存保(?:基金|机构|条例)?|deposit insurance|insured deposits?/g],
  ['private', /私募(?:股权|证券|基金|产品)?(?:投资)?(?:基金)?|(?:家族|集合|资金|单一|慈善|集合资金)信托|信托(?:计划|产品|理财|业务|收益|公司|项目|基金|起点|份额|受益权|投资)|^信托|(?<![相委])信托(?![付给人])|(?:非公开|不公开)(?:发行|募集)的?(?:产品|基金)|对冲基金|(?<![a-z])(?:pe|vc)基金|private (?:equity|funds?|placements?|credit|investment funds?)(?: funds?)?|\bhedge funds?|(?:family|unit|investment|collective|property) trusts?\b|trust (?:plans?|products?|schemes?|funds?|compan(?:y|ies)|investments?)|qualified[- ]investors?[- ]only|venture capital(?: funds?)?/g],
  ['structured-deposit', /结构性?存款|structured[- ]?deposits?|dual[- ]currency deposits?|双(?:币|货币)存款/g],
  ['structured-wealth', /结构(?:性|化)理财|结构性产品|挂钩型理财|structured[- ](?:wealth|notes?|products?|investments?)(?: management)?(?: products?)?|雪球|snowballs?(?= |$)|autocallables?/g],
  ['insurance-investment', /分红(?:型|类)?(?:的)?(?:保险|险|寿险|年金|两全|终身寿)|万能(?:型|类|账户)?(?:的)?(?:保险|险|寿险|账户)|万能(?!钥匙)(?=结算|账户)|投(?:资)?连(?:结|接)?(?:型)?(?:的)?(?:保险|险|账户|产品)|投资连结|投连|(?:参与|participating|with[- ]profits|universal|unit[- ]linked|variable|investment[- ]linked|endowment)(?:[- ](?:life|whole|endowment))?(?:[- ](?:insurance|polic(?:y|ies)|annuit(?:y|ies)|plans?|life|cover))+|(?:universal|variable) life|unit[- ]linked|投资型保险|理财(?:型|类)?保险/g],
  ['fund', /(?<!私募)基金|\b(?:etf|lof|fof|qdii|reits?)s?\b|货基|(?:mutual|public|index|equity|bond|money[- ]market|stock|tracker|balanced|hybrid|open-end|closed-end) ?funds?|\bfunds?\b|定投|指基|股基|债基/g],
  ['wealth', /理财|净值型(?:产品)?|固收(?:\+|加|类)?(?:产品)?|固定收益类(?:产品)?|资管(?:产品|计划)|wealth[- ]?management|wealth[- ]?(?:products?|plans?|investments?)|\bwmps?\b|(?:bank )?investment products?/g],
  ['bond', /(?:储蓄(?:式)?国|国|地方政府|地方|企业|公司|金融|可转|转|信用|利率|城投|永续|次级|政府|特别国|专项)债(?:券)?(?![务权主])|债券|可转债|国库券|逆回购|treasur(?:y|ies)(?: bonds?| bills?| notes?)?|\bbonds?\b|debentures?|gilts?\b/g],
  ['insurance', /保险|(?:重疾|意外|医疗|寿|健康|养老|车|年金|旅行|旅游|财产|家财|终身寿|定期寿|增额寿|航意|少儿|教育金|防癌|护理|信用|百万医疗|惠民|储蓄|两全|万能|分红)险|保单|重疾(?!病房)|增额(?:终身)?寿|年金(?!卡|额|价|银|融|条|店)|投保|退保|续保|保费|保额|理赔|犹豫期|insurance|\binsured?\b|annuit(?:y|ies)|(?:critical illness|life|accident|medical|health|travel) (?:cover|polic(?:y|ies)|plans?)|\bpolicyholders?\b|surrender value|premiums?\b|endowments?\b/g],
  ['metal-fx', /贵金属|黄金|白银|铂金|钯金|积存金|纸黄金|纸白银|金条|金币|银条|(?<!现)金价|银价|金银|(?:炒|买卖|实盘|交易)外汇|外汇(?:买卖|交易|理财|保证金|宝|投资|实盘|期权|掉期|市场)|炒汇|汇市|双向外汇|precious[- ]metals?|\bgold\b|\bsilver\b|\bplatinum\b(?! card)|bullion|(?:fx|foreign exchange|currency) (?:trading|deals?|market|speculation|margin)|forex/g],
  ['loan', /贷款|(?:房|车|信用|消费|经营|助学|抵押|质押|网|小额|装修|按揭|公积金|快|现金)贷|按揭|借呗|微粒贷|分期(?!待)|最低还款|取现(?:手续费|利息)|预借现金|\bloans?\b|mortgages?|instal?ments?|cash advances?|overdrafts?|line of credit|borrow(?:ing|ed)?\b/g],
  ['deposit', /存款|定期|(?<!用)活期|大额存单|存单|通知存款|储蓄(?!险|国债|式国债)|整存整取|零存整取|存本取息|教育储蓄|定存|定活|(?:time|fixed|term|demand|call|bank|notice|current) deposits?|\bdeposits?\b|savings? accounts?|certificates? of deposit/g],
]

/** Terms of one class alone: enough where neither the text nor its context names a class. */
export const impliedBy: readonly [ProductClass, RegExp][] = [
  ['fund', /申购|赎回费|托管费|subscription fee|redemption fee|net asset value|\bnav\b/],
  ['wealth', /业绩比较基准|performance benchmark/],
  ['loan', /首付|月供|罚息|等额本[息金]|逾期[^。!?\n]{0,16}(?:利息|年化|利率)|penalty interest|down payment|\bapr\b/],
]

const figure = /\d\s{0,2}(?:%|percent\b|per cent\b|个点|bp\b|个?基点)|百分之/

/** Whether a text quotes a rate or a result. */
export function hasFigure(text: string): boolean {
  return figure.test(text)
}

/** Whether an agent's words state a figure of any kind, with which wording is due again: rates, amounts, terms, results. */
export function hasNumber(text: string): boolean {
  return figure.test(text) || /\d/.test(text) || /[一二两三四五六七八九十百千万]+(?:个点|倍|成|万|千|块|元|年|个月|天)/.test(text)
}

/** Words of a statement about a product though it names no class: with a product in mind it needs that product's wording. */
export const productLike = /收益|回报|盈利|赚|亏|涨|跌|净值|年化|本金|利率|利息|费率|手续费|申购|赎回|认购|起购|起投|起存|起点金额|封闭|到期|持有|买入|卖出|加仓|定投|回撤|翻倍|风险|兑付|分红|红利|保费|保额|保障|退保|理赔|犹豫期|支取|期限|随时|起(?=$|[,。])|评级|投资|波动|走势|行情|业绩|放心买|returns?\b|yields?\b|profits?\b|gain|\bwent up|\brose\b|\blost?\b|\blose|performance|performed|principal|per ?cent|redeem|subscri|interest|\bfees?\b|\brates?\b|matur|premium|surrender|dividend|invest|hold(?:ing)?\b|risk|volatil|\d\s{0,2}%|百分之/

/** An amount, a term or a yes or no: a part of an answer where the question was about a product. */
export const answerLike = /\d|[一两二三四五六七八九十几](?:年|个?月|天|日|周|万|千|百|元|次|个|期)|\b(?:one|two|three|four|five|six|seven|ten|a few|several) (?:working |business |trading )?(?:days?|weeks?|months?|years?)\b|^(?:是|对|可以|能|不能|不行|不可以|会|不会|有|没有|嗯|当然|行|要|不用)|\b(?:yes|no|you can|you cannot|it can|it is|it does|from)\b/

/** Nothing but courtesy or a step of the service: speaks of no product whatever was asked. */
export const courtesy = /^(?:(?:您好|你好|好的|好|嗯|稍等|请稍[等候]|请问|不客气|谢谢|感谢[^,。!?]{0,10}|再见|祝您[^,。!?]{0,10}|抱歉|对不起|收到|明白|了解|已?为您(?:转接|转)[^。!?]{0,16}|我?(?:马上|正在|这就|先|来)?(?:为|帮|给)您(?:查询|查|看|核实|转接)[^,。!?]{0,8}|(?:请问)?(?:还有)?(?:什么|其他)[^。!?]{0,8}帮[^。!?]{0,4}|hello|hi|thanks?|thank you|you're welcome|you are welcome|sorry|one moment|please wait|goodbye|of course|sure|certainly|i will check|let me check|is there anything else[^.?!]{0,20})[\s,，。.!！?？~]*)+$/

const past = '(?:过往|过去|历史|历年|去年|前年|上年|上半年|上月|上个?(?:月|季度?|周)|近(?:期|来|[一二两三四五六七八九十0-9]{1,2}个?(?:年|月|周|日|季度?))|最近|今年以来|成立以来|成立至今|上市以来|以前|之前|曾经?|往年|这几年|七日|7日|[一二两三四五六七八九十0-9]{1,3}年(?:来|间|翻|涨|赚)|20\\d\\d年|昨[天日]|上一?(?:期|封闭期)|(?:last|past|previous|prior|recent) (?:\\w{1,10} ){0,2}(?:year|month|quarter|week|period)s?|in 20\\d\\d|since (?:inception|launch|its)|historical\\w{0,2}|so far this year|year to date|7-day|seven-day|yesterday|over the (?:past|last)|track record|over \\w{1,6} years)'
const result = '(?:收益|回报|涨|跌|赚|亏|业绩|表现|年化|净值|翻|%|个点|百分之|红利|分红|结算利率|达到|兑现|实现|percent|per cent|return|yield|rise|rose|gain|grew|up\\b|down\\b|lost|perform|earn|paid|made)'
const pastPerformance = new RegExp(`${past}[^。!?\\n]{0,30}${result}|${result}[^。!?,\\n]{0,20}${past}|(?:过往|历史|往期|既往)(?:业绩|表现|收益|净值)|业绩(?!比较|基准|考核|报酬)|(?:涨|跌|赚|亏|翻)(?:了|过|到了)|累计(?:收益|净值|回报)|(?:rose|gained|returned|went up|fell|grew|dropped) (?:by )?(?:about |around |nearly |over )?\\d|has (?:returned|risen|gained|performed|earned)|(?:past|previous) (?:performance|results|returns|gains|profits|yields)|track record`)
const benchmark = /业绩(?:比较)?基准|比较基准|\bbenchmarks?\b/
const throughBank = /银行|本行|我行|我们行|代销|代理|网点|柜台|支行|\bbank|\bbranch|\bas an agent\b|\bwe (?:sell|offer|distribute)/
const floating = /收益|回报|利率|利息|年化|\d\s{0,2}%|百分之|return|yield|rate|interest|\bpays?\b/

/** When each further wording is due, by what the text says. `always` is not listed. */
export const occasionWords: Partial<Record<ProductClass, readonly [Occasion, RegExp][]>> = {
  'metal-fx': [],
  deposit: [
    ['early-withdrawal', /提前(?:支|取|拿|销|部分)|(?:没|未|不)(?:有)?到期[^。!?\n]{0,6}(?:取|支|用|拿|销)|中途(?:取|支|拿)|急用[^。!?\n]{0,8}取|利率|年利|利息|年化|\d\s{0,2}%|百分之|early withdraw|withdr[ae]w\w{0,4}[^.!?\n]{0,20}(?:early|before)|before (?:maturity|it matures)|break(?:ing)? (?:a|the|your|my) (?:time |fixed |term )?deposit|interest rate|\bper ?cent|\brates?\b|\bpays? (?:about )?\d/],
    ['deposit-insurance', /存款保险|存保|(?:赔|偿)付?[^。!?\n]{0,8}50\s?万|50\s?万[^。!?\n]{0,8}(?:赔|偿|保障|以内)|(?:银行)?(?:倒闭|破产)|deposit insurance|insured|500,?000/],
  ],
  'structured-deposit': [['return-range', floating]],
  wealth: [['past-performance', pastPerformance], ['benchmark', benchmark]],
  'structured-wealth': [
    ['past-performance', pastPerformance], ['benchmark', benchmark],
    ['barrier', /敲入|敲出|障碍|挂钩|触及|触碰|标的|barrier|knock|linked|linked asset|underlying|follows? an? (?:index|asset|price)|tied to/],
  ],
  fund: [['past-performance', pastPerformance], ['money-market', /货币(?:市场)?(?:型)?基金|货基|余额宝|money[- ]market/]],
  bond: [['savings-treasury', /储蓄(?:式)?国债|凭证式|电子式|savings (?:treasury |government )?bonds?/]],
  insurance: [['through-bank', throughBank]],
  'insurance-investment': [
    ['participating', /分红|红利|participating|dividend|with[- ]profits/], ['universal', /万能|结算利率|universal|credited rate|crediting rate/], ['unit-linked', /投(?:资)?连|unit[- ]linked|variable|investment[- ]linked/],
    ['through-bank', throughBank],
    ['before-confirmation', /抄录|(?:投保|风险)确认(?:语句|书|函)?|确认(?:投保|购买|签署)|签(?:署|字|名)(?:前|时|确认)|before (?:you )?(?:sign|confirm)|sign(?:ing)? the (?:application|statement)|confirm (?:your |the )?(?:application|purchase)|投保前/],
  ],
  loan: [
    ['price', /利率|利息|费率|手续费|费用|年化|月供|成本|多少钱|\d\s{0,2}%|百分之|lpr|基点|\brates?\b|\binterest\b|\bfees?\b|\bcosts?\b|\bapr\b|per cent|percent/],
    ['use-of-money', /用途|(?:用于|用来|可以用|能用|不能用|不得用|拿来|拿去|用在)|(?:贷|借)[^。!?,\n]{0,10}(?:炒股|买股|买基金|买理财|投资|首付)|首付|\b(?:be |is )?used? (?:for|to|on|it)|use of (?:the )?(?:money|loan|funds)|purpose|down ?payment/],
  ],
}
