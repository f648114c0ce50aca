import { Converter } from 'opencc-js'
import type { Occasion } from './catalogue.ts'
import type { ProductClass } from './outgoing.ts'

const toSimplified = Converter({ from: 't', to: 'cn' })
const simplifiedOf = new Map<string, string>()

function simplify(char: string): string {
  const kept = simplifiedOf.get(char)
  if (kept !== undefined) return kept
  const simple = toSimplified(char)
  simplifiedOf.set(char, simple)
  return simple
}

/** Text as the gate compares it: NFKC, lower case, Traditional characters as Simplified, without invisible characters. */
export function fold(text: string): string {
  let folded = ''
  for (const char of text.normalize('NFKC').toLowerCase()) {
    if (/[\p{Cf}\p{Mn}\uFE0F]/u.test(char)) continue
    folded += char < '\u2e80' ? char : simplify(char)
  }
  return folded.replace(/[’‘]/g, "'")
}

/** Takes out what is put between characters to hide a word: spaces between Chinese characters, marks, emoji. */
export function squeeze(folded: string): string {
  return folded.replace(/(?<=[\p{Script=Han}])[\s\-_·•.*~+=|/\\^'"`,、…—\p{Extended_Pictographic}]+(?=[\p{Script=Han}])/gu, '')
    .replace(/\b(?:[a-z][\s.\-_*]){3,}[a-z]\b/g, spaced => spaced.replace(/[\s.\-_*]/g, ''))
}

/** Words by which a text speaks of a class of product. The first match of a longer, other word wins (社保 is no insurance product). */
export const notProducts = /(依据|source): ?[a-z0-9-]+|社(会)?保(险|障)?(卡|费)?|医保|存款保险|公积金|资金|基金会|insurance card|social (security|insurance)|deposit insurance|funds? (transfer|available|are|in your account)|insufficient funds?|transfer (of )?funds?|(your|the|my|these|those|account) funds\b|bank ?card|信用(记录|报告)|贷记卡|不?(存款|理财)证明/g

export const classWords: readonly [ProductClass, RegExp][] = [
  ['structured-deposit', /结构性存款|structured deposits?/g],
  ['structured-wealth', /结构性理财|structured (wealth|notes?|products?)|雪球/g],
  ['insurance-investment', /分红(型)?(保)?险|万能(型)?(保)?险|投(资)?连(结)?(保)?险|(participating|universal|unit-linked|variable)( life)?( insurance| polic(y|ies))|投资连结/g],
  ['private', /私募|信托(计划|产品)?|private (equity )?funds?|\bhedge funds?|trust (plans?|products?)/g],
  ['fund', /基金|\betf\b|定投|(mutual|public|index|equity|bond|money[- ]market) funds?|\bfunds?\b|货基|净值型基金/g],
  ['wealth', /理财(?!规划师|通知)|净值型产品|wealth[- ]management|wealth products?|investment products?/g],
  ['bond', /(国|地方政府|企业|公司|金融|可转)?债券?(?=[^务权主]|$)(?<!负债|欠债)|treasur(y|ies)|\bbonds?\b/g],
  ['insurance', /保险(?!柜|箱|丝)|保单|重疾|寿险|年金险|(life|health|critical illness|accident) insurance|\binsurance\b|annuit(y|ies)/g],
  ['metal-fx', /贵金属|黄金|白银|积存金|纸黄金|外汇(买卖|交易|理财)|炒汇|precious metals?|\bgold\b|\bsilver\b|fx trading|foreign exchange trading|forex/g],
  ['loan', /贷款|房贷|按揭|消费贷|信用贷|车贷|分期|最低还款|取现(手续费|利息)|\bloans?\b|mortgages?|instal?ments?|cash advance/g],
  ['deposit', /存款|定期|活期|大额存单|通知存款|储蓄|\bdeposits?\b|savings? account/g],
]

/** Statement-like words that need a product's wording though they name no class. */
export const productLike = /收益|回报|盈利|赚|亏|涨|跌|净值|年化|本金|利率|翻倍|return|yield|profit|gain|\bwent up|\brose\b|\blost?\b|performance|principal|per ?cent|\d\s*[%％]|百分之/

const figure = /\d+(\.\d+)?\s*(%|个点|per ?cent)|百分之|\d+\s*(个)?点/

export function hasFigure(text: string): boolean {
  return figure.test(text)
}

/** When each further wording is due, by what the text says. `always` is not listed. */
export const occasionWords: Partial<Record<ProductClass, readonly [Occasion, RegExp][]>> = {
  deposit: [
    ['early-withdrawal', /提前支取|提前取|利率|年利率|\d\s*%|early withdraw|withdraw.{0,20}(early|before)|interest rate/],
    ['deposit-insurance', /存款保险|50\s*万|deposit insurance|500,?000/],
  ],
  'structured-deposit': [['return-range', /收益|回报|\d\s*%|return|yield|rate/]],
  wealth: [['past-performance', /过往|历史业绩|去年|上年|近.{0,4}(年|月)|以前|曾经|涨了|past|last (year|month)|histor|went up|rose|has returned/], ['benchmark', /业绩(比较)?基准|比较基准|benchmark/]],
  'structured-wealth': [
    ['past-performance', /过往|历史业绩|去年|上年|近.{0,4}(年|月)|past|last (year|month)|histor/], ['benchmark', /业绩(比较)?基准|benchmark/],
    ['barrier', /敲入|敲出|障碍|挂钩|barrier|knock|linked/],
  ],
  fund: [['past-performance', /过往|历史业绩|去年|上年|近.{0,4}(年|月)|以前|曾经|涨了|past|last (year|month)|histor|went up|rose|has returned/], ['money-market', /货币(市场)?基金|货基|money[- ]market/]],
  bond: [['savings-treasury', /储蓄(式)?国债|凭证式|电子式|savings (treasury )?bond/]],
  insurance: [['through-bank', /银行|本行|我行|网点|柜台|bank|branch/]],
  'insurance-investment': [
    ['participating', /分红|participating|dividend|with-profits/], ['universal', /万能|universal/], ['unit-linked', /投(资)?连|unit-linked|variable/],
    ['through-bank', /银行|本行|我行|网点|柜台|bank|branch/],
  ],
  loan: [['price', /利率|利息|费率|手续费|年化|\d\s*%|rate|interest|fee|cost|apr/], ['use-of-money', /用途|用于|炒股|买股|投资|首付|use|used|invest|down payment/]],
}

type Claim = { id: string; words: RegExp; why: string }
const zhSure = '(肯定|绝对|一定|保证|百分之?百|100%|必定|必然|铁定|完全|根本|放心)'

/** What may not be said of any investment or insurance product (risk-wording.md). All flags g: each match is judged by itself. */
export const claims: readonly Claim[] = [
  { id: 'promise', why: 'promises principal or return', words: /保本(保息|保收益)?|保(证)?收益|保息|保底(收益)?|刚(性)?兑(付)?|稳(赚|赢|盈|挣)(不(赔|亏|输))?|(包|必|躺|坐)(赚|赢|盈|挣)|只(赚|涨|赢|挣)不(赔|亏|跌|输)|旱涝保收|稳稳的幸福|闭(着)?眼(睛)?(买|入|冲|投)|(零|0|无|没有?|毫无)(任何|一点|什么|一丁点|半点)?(儿)?(的)?(投资)?风险|不(会|可能|用担心)(有)?(亏|赔|损失|跌)(钱|本|损)?|(亏|赔|跌)不了|(不|从不|从没|从来没|绝不)(亏|赔)(本|钱|过)?/g },
  { id: 'promise', why: 'promises principal or return', words: new RegExp(`本金(是)?${zhSure}?(很|十分|非常)?(没(有)?(任何)?问题|安全|有保障|无忧|不受损|不(会)?(亏|损|动|少)|拿(得)?回来)|${zhSure}(能|会|可以|都|有|是)?(赚|盈利|挣|不亏|不赔|没(有)?(问题|风险)|安全|拿到(收益|利息)|有(收益|回报|钱赚))|(收益|回报|本金|利润)(都|是|有){0,2}(保证|保障|确定的|锁定|固定的)`, 'g') },
  { id: 'likeness', why: 'promises principal or return', words: /(和|跟|同|与|像)(银行)?(存款|存钱|定期|活期|储蓄|国债)(是)?(一样|一般|同样|差不多)(的)?(安全|稳|稳当|保险|放心)?|稳当得很|稳如泰山|高枕无忧|万无一失|无后顾之忧|兜底|难道(还)?会(亏|赔)|怎么(可能|会)(亏|赔)|哪(儿|里)?(会|能)(亏|赔)/g },
  { id: 'promise', why: 'promises principal or return', words: /guarantee[ds]?\b(?! to arrive)|(risk|loss)[- ]?free|no[- ]risks?\b|zero[- ]risk|without (any )?risk|can(no|')?t (possibly )?(lose|go wrong|fail)|cannot (possibly )?(lose|go wrong|fail)|(won't|will not|will never|never|not going to|no way (you'll|to|you)) (ever )?(lose|go down|fall|drop)|never (lost|loses|goes down|falls)|no way (it|this|that) (goes|falls|drops)|(principal|capital|money|investment)( is| will be|'s)( \w+ly| 100%)? (safe|secure|protected|guaranteed)|capital[- ](protected|protection)|principal[- ](protected|protection)|sure (win|thing|profit|bet)|(certain|sure|bound) to (profit|gain|win|earn|make|rise)|as safe as (a |an |your |money |cash )?(\w+ )?(deposit|savings|bank|treasur)|safe as houses|can only (go up|rise|gain)|only goes up|easy money|money for nothing|nothing to lose|always (makes?|made|profits?|gains?|pays?|goes up)/g },
  { id: 'expected-return', why: 'gives an "expected return"', words: /预期(年化)?(收益|回报)(率)?|expected (annual )?(return|yield)s?/g },
  { id: 'superlative', why: 'uses a superlative about performance', words: /(收益|回报|业绩|表现|产品|基金|理财|保险|涨幅|排名|全国|同类|市场(上)?|全行|全网)(率)?(是|为|属于|排(名)?)?(全(国|行|网|市场)|同类|行业|市场(上)?)?(第一|最(高|强|好|佳|优|稳|赚钱|划算)|唯一|名列前茅|首只|顶尖|冠军)|最(赚钱|高收益|强|安全|划算|稳)(的)?(产品|理财|基金|保险)|(第一|唯一|首只|名列前茅|最高|最强)(的)?(收益|回报|业绩|产品|基金|理财)|名列前茅|(best|highest|top|strongest|number one|no\. ?1)[- ](performing|performance|return|returns|yield|yields|fund|product|ranked)|unbeatable|outperforms (all|every)/g },
  { id: 'urgency', why: 'presses for time', words: /限时(抢购|抢|特供|秒杀)?|抢购|错过(就)?(不再有|没有了|没了|再等)|手慢(无|没)|最后(一|几)(天|次)(机会)?|机不可失|赶紧(买|抢|上车|入手)|秒杀|额度有限.{0,6}(快|抢|从速)|欲购从速|(last|final) chance|act (now|fast)|limited[- ]time|don't miss|hurry|(once|while) it's gone|selling out/g },
  { id: 'comparison', why: 'compares insurance with deposits, funds or bonds', words: /(保险|保单|年金险?|分红险|万能险|寿险)[^。！？!?\n]{0,16}(比|胜过|超过|优于|强于|好过|高于|等于|相当于|代替|替代)[^。！？!?\n]{0,10}(存款|存银行|存钱|定期|基金|国债|理财)|(存款|定期|基金|国债)[^。！？!?\n]{0,8}(不如|比不上|没有)[^。！？!?\n]{0,8}(保险|年金|分红险|万能险)|(insurance|polic(y|ies)|annuit(y|ies))[^.!?\n]{0,40}(better|more|safer|higher|beats?)[^.!?\n]{0,30}(deposits?|savings|funds?|treasur|bonds?)/g },
  { id: 'forecast', why: 'forecasts the market', words: new RegExp(`(后市|行情|市场|金价|黄金|股市|基金|净值|大盘|板块|债市|利率|美元|汇率)[^。！？!?\\n]{0,12}(${zhSure}|会|将|要|还(会|要|能)|继续|即将|有望)[^。！？!?\\n]{0,6}(涨|大跌|翻倍|上行|走高|反弹|升值|创新高)|(明年|下(个)?月|下周|年底|未来|很快|马上|接下来)[^。！？!?\\n]{0,10}(会|将|要|能|必|可以)[^。！？!?\\n]{0,4}(涨|翻倍|反弹|赚)|(market|gold|price|prices|fund|nav|stocks?|it)( price)? (will|is going to|is set to|is bound to|are going to|must) (definitely |certainly |surely |keep |soon )?(rise|rising|go up|going up|climb|double|rally|fall|rebound|soar)`, 'g') },
]

/** What turns a claim into its denial when it stands shortly before it in the same clause. */
export const denialBefore = /(不|并不|并非|不是|没有?|无法|不能|不可能|不可|不得|不会|不敢|非|未|未必|不一定|从不|绝不|谁也不能|没有人能|没人能|任何人都不能|禁止|严禁|不承诺|不保证|不等于|不代表|不意味着|不构成|不存在|别相信|不要相信|勿信|谨防|警惕|声称|宣称|所谓|承诺.{0,4}(都|均)(是|属).{0,4}(骗|诈)|not|n't|no|never|cannot|nobody|neither|nor|without|isn't|aren't|don't|doesn't|beware of|claims? (of|that)|so-called)[^。！？!?；;\n]{0,14}$/
/** A denial taken back: "不是不保本", "不用担心，保本". */
export const denialUndone = /(不是不|并非不|不会不|不可能不|不用担心|不必担心|不要担心|别担心|不用怕|无需担心|不用顾虑|不只|不仅|不但|不止|not only|don't worry|no worries|no need to worry|not just|why not)[^。！？!?；;\n]{0,14}$/
