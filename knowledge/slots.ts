/** The words a claim is put together from, by what they stand for, and the pieces patterns are made of; over folded text. */

export type ClaimId = 'promise' | 'expected-return' | 'superlative' | 'urgency' | 'comparison' | 'forecast'

/**
 * How much a text must be about an investment for its words to be a claim: `strong` speak of nothing else; `plain` are one
 * unless the text is about a service ("no risk was found on your card"); `topical` are one only where a product is in mind.
 */
export type Tier = 'strong' | 'plain' | 'topical'

/** A claim, how it is gated, what any text with it contains (quickly looked for), and the words themselves. */
export type Row = readonly [id: ClaimId, tier: Tier, needs: string, words: string]

// Every gap is bounded: a pattern takes time in proportion to the text.
export const any = '[^。!?;,\\n]'
/** A gap without a word that would deny. */
export const gap = (most: number) => `(?:(?![不没无非未])${any}){0,${most}}`
/** The same, which may pass a comma. */
export const across = (most: number) => `(?:(?![不没无非未])[^。!?;\\n]){0,${most}}`
export const number = '[0-9一二三四五六七八九十两百](?:[0-9.一二三四五六七八九十百]{0,8})'
export const percent = `${number}\\s{0,2}(?:%|个?点|个百分点|厘|成|倍|percent\\b|per cent\\b)`
export const word = '[^.!?;\\n]'
/** A gap in one English clause without a denial. */
export const plainly = (most: number) => `(?:(?!\\bnot\\b|n't|\\bno\\b|\\bnever\\b|\\bneither\\b|\\bnor\\b)(?:[^.!?;\\n]|\\.(?=\\d))){0,${most}}`

/** A rate of return as it is promised: small, and no share of a portfolio or a price. */
export const rate = '(?:[1-9]|[12]\\d|[一二三四五六七八九十两]{1,2})(?:\\.\\d{1,2})?\\s{0,2}(?:%|个?点|个百分点|厘|成)(?!的?(?:资产|仓位|投|股票|债券|现金|权益|比例|首付|手续|费|折))'
/** Who would make good a loss. */
export const backer = '(?:我们?行?|咱们?|银行|行里|我行|本行|总行|公司|国家|政府|经理|平台|集团|央企|国企|财政)'
/** Verbs of making good. */
export const makesGood = '(?:赔|补|兜|掏|贴|垫|担|扛|撑|顶|罩|负责|买单|出钱|包(?!括|含)|退|认(?=$|[,。!]|账))'
/** A fall, as a verb that ability can be denied of: "跌不动". */
export const falls = '(?:亏|赔|蚀|跌)'
/** Where the market is good or bad, it comes to the same. */
export const whatever = '(?:最差|最坏|再差|再坏|再不济|再怎么(?:样|着|跌|亏)?|怎么(?:着|样)?(?:都|也)|无论(?:如何|怎样|行情|涨跌)|不管(?:怎样|怎么样|行情|市场|涨跌|什么)|行情再?(?:差|坏|不好)|市场再?(?:差|坏|不好|跌)|牛市熊市|牛熊|无论牛市还是熊市)'
/** Instruments that insurance may not be set against. */
export const savings = '(?:存款|存银行|存钱|存定期|存起来|大额存单|存单|零存整取|整存整取|定期|定存|活期|储蓄|基金|国债|理财|银行利息|银行|债券|余额宝)'
export const insurance = '(?:保险|保单|年金(?!价|银|融|条|店)|分红险|万能险|投连险|寿险|增额寿|增额终身寿|储蓄险|重疾险|教育金|养老险)'
export const market = '(?:后市|行情|市场|金价|黄金|白银|银价|股市|大盘|a股|大a|港股|美股|台股|日股|股票|基金|债基|股基|净值|板块|债市|债券|利率|美元|美金|欧元|日元|英镑|港币|港元|澳元|台币|汇率|油价|原油|指数|纳指|标普|恒指|人民币|沪深300|中证500|创业板|科创板|比特币|楼市|房价|科技股|新能源|半导体|白酒|医药|这波)'
/** English markets and what is priced on them. */
export const things = '(?:the |this |that |these |our |your )?(?:stock |gold |bond |fund |share |oil |property )?(?:market|markets|gold|silver|prices?|funds?|nav|stocks?|shares|index|csi 300|shanghai composite|hang seng|dow|nasdaq|s&p|dollar|euro|yen|yuan|renminbi|bonds?|rates?|equities|oil|bitcoin|tech|property)'
const pct = '\\d{1,2}(?:\\.\\d{1,2})?\\s?(?:%|percent|per cent)(?! (?:of|fee|charge|down))'

/** Claims as a meeting of slots, in Chinese. */
export const zhSlots: readonly Row[] = [
  // A loss, and someone who makes it good.
  ['promise', 'strong', '[亏赔蚀跌]|不赚', `(?:(?<!吃)亏|赔(?![付偿款率])|蚀|跌)(?:(?![不没无非未自])[^。!?;\\n]){0,10}${backer}${gap(4)}${makesGood}|${falls}了?[^。!?;\\n不]{0,6}(?:来|尽管|随时|直接|就)(?:找我|砸|骂我|拿我)|不赚(?:钱)?不(?:收|要)(?:您|你|咱)?(?:的)?(?:钱|费|一分)`],
  ['promise', 'plain', '差额|缺口|达标|达不到|闪失|岔子|问题|短|少', `(?:差额|缺口|不达标|达不到|没达到|有闪失|出了?(?:岔子|问题|事)|短了|少了)(?:(?![不没无非未自])[^。!?;\\n]){0,8}${backer}${gap(4)}(?:赔|补|兜|掏|贴|垫|扛|撑|顶|罩)`],
  ['promise', 'plain', '[撑顶扛罩托兜垫]|后盾|靠山|担保|背书|回购', `${backer}(?:给您?|在|来|信用|全额|做|当|是){0,2}(?:撑|顶|扛|罩|托|兜|垫)(?:着|底|腰)|${backer}(?:全额|信用|来|给您?|做|提供|是|当){0,2}(?:担保|背书|回购|后盾|靠山)`],
  // Nothing can be lost.
  ['promise', 'strong', '[亏赔蚀跌]', `${falls}不(?:了|着|到|动|下)|想(?:亏|赔|输|蚀|跌)都(?:难|不)|(?:还能|哪能|难不成|还会)${gap(10)}${falls}${gap(3)}不成|(?:不会|不可能|不怕|没|别怕|不用怕)(?:有得?|得)?(?:蚀|输)(?=$|[,。!的]|本|钱)`],
  ['promise', 'plain', '只', '只(?:赚|涨|升|多|赢|挣|增|高|进)不(?:赔|亏|跌|降|少|输|退|减|低|蚀|出)'],
  ['promise', 'topical', '事|问题|岔子|雷|违约|破净|归零|腰斩|兑付', '(?:从来?(?:都)?(?:没|未)|还没|就没|没)(?:有)?(?:出过|有过|发生过)(?:任何|什么)?(?:事|问题|岔子|意外|亏损)|(?:不会|不可能|从未|从没|没有|绝不)(?:再|有|会|出现)?(?:违约|爆雷|暴雷|踩雷|破净|归零|腰斩)|(?:违约|爆雷|暴雷|破净)(?:是)?(?:不可能|不存在|零)'],
  // A return whatever comes, a lowest one, a fixed one.
  ['promise', 'strong', '[差坏济怎无不牛市]', `${whatever}${across(12)}(?:拿|赚|挣|正收益|收益|盈利|${rate}|(?:都|也)不(?:会)?(?:亏|赔|跌|蚀)|[伤碰动损](?:不到|不了|不着))`],
  ['promise', 'plain', '起码|至少|最少|少说|保守|最差|点|%|厘', `(?:起码|至少|最少|少说|保守(?:估计)?|最差|闭眼)(?:也|都|能|有|会|是|可以|说|给您?|拿){0,3}${rate}|${rate}(?:起步|打底|垫底|保底|封底|没问题|不是问题|没跑|轻轻松松|轻松(?:到手|拿)|只多不少|跑不了|妥妥|稳稳|到手)`],
  ['promise', 'plain', '变|滚|翻', `${number}[万千](?:块|元)?钱?(?:能|会|就|可以)?(?:变|变成|滚成|翻成|滚到)${number}|(?:[年月天期])${gap(5)}翻(?:一|两|几)?(?:番|倍)`],
  ['promise', 'topical', '终身|永|一直|始终|锁|入袋|落袋|低于|少于|不变|保证|写进|写入', `(?:终身|永远|永久|一直|始终)(?:都)?(?:不变|不降|不会变|固定|锁定)|锁定(?:终身|收益|年化|回报|利润)|(?:收益|回报|年化|分红|红利|利息|派息|配息|结算利率)率?${gap(8)}(?:锁定|写[进入]合同|不会?(?:变|降|低于|少于)|固定不变|[入落]袋|稳稳|保证(?!利率))|保证[入落]袋`],
  ['promise', 'plain', '[入落]袋|回本|赚|袋', '保证(?:入袋|落袋|回本|有赚|有钱)|稳(?:袋|收|挣|领|拿|到手)|实(?:赚|赢|涨|升)|(?:自然|早晚|迟早|慢慢|总会|总归|终究)(?:会|能|就|都)?(?:赚|回本|盈利|涨回)'],
  // Everyone has gained; as it was, so it will be.
  ['promise', 'plain', '[赚挣]|盈利|发财', '(?:人人|个个|大家|全都?|所有(?:人|客户)?|每(?:个|位)(?:人|客户)?|客户们?都)(?:(?![不没无非未想要望求为怎])[^。!?;,\\n]){0,8}(?:赚|挣|盈利|发财)(?:到)?(?:了|钱|翻|得|发|着|$|[,。!])'],
  ['promise', 'topical', '今后|以后|将来|未来|往后|接下来|今年|明年', `(?:以前|过去|历史|往年|去年|多年|[0-9一二三四五六七八九十]年来?)${across(16)}(?:今后|以后|将来|未来|往后|接下来|今年|明年)(?:也|都|还|照样|一样|同样|肯定|必)(?!不|未|可能|许)`],
  // Money without effort, gain without doubt, in idioms.
  ['promise', 'strong', '[拿钉稳失躺睡万本捡钱掉白印暴]|才怪', '十拿九稳|(?:板上|铁板|板)钉钉|稳如(?:老?狗|泰山|磐石)|稳得一[批比逼]|稳操胜券|胜券在握|百无一失|不[赢赚]才怪|躺(?:赚|赢|挣|着?(?:收(?:钱|息|租)|拿|赚|挣|数))|睡着?(?:觉)?(?:都|也)能?(?:赚|涨|领|收)|[一无]本万利|捡(?:钱|到宝|便宜)|天上掉(?:钱|馅饼)(?!不)|印钞|暴富|钱生钱'],
  ['promise', 'plain', '白', `(?:等于|就是|几乎是|相当于|简直)?白(?:捡|送|拿|赚|给|得)(?:的|您|你|了)?(?:钱|收益|利息|${rate})|(?:等于|就是|几乎|简直)(?:是)?(?:在)?白(?:捡|送|拿|给)`],
  ['promise', 'topical', '[稳妥跑错无梭睡踏牢靠拿买惊怕想谂]|省心', '没跑|跑不[了掉]|稳了|稳阵|妥了|妥妥|准没错|包(?:您|你)?满意|无脑(?:买|入|冲|投|拿)|梭哈|睡得(?:着|香|安稳)|(?:买|拿|持有|投|放)着?(?:很|更|也|都|最|真|特别)?(?:踏实|安心|省心|牢靠)|牢靠|怕(?:什么|啥)|不(?:使|用)(?:惊|想|谂|怕)(?=$|[,。!])|(?:很|超|真|绝对|最|特别|挺|非常)(?:靠谱|可靠|踏实|牢靠|保险(?=$|[,。!]))|踏踏实实'],
  // As safe as a deposit, in any likeness.
  ['promise', 'strong', '存|定期|储蓄|银行|国债', `当(?:成|作|是)?(?:个)?(?:普通|银行|一般)?(?:存款|定期|定存|活期|储蓄)(?:来|去)?(?:买|看|放|存|用|拿|做|理)|(?:稳阵|稳|安全|着数|抵|踏实)过(?:存|定期|定存|银行|国债|储蓄)|(?:升级|加强|高配|高息|加息|进阶|豪华|增强|plus)版?的?(?:银行)?(?:存款|定期|定存|活期|储蓄|大额存单)`],
  ['promise', 'plain', '一样|似的|一般', '(?:钱|资金|本金|老本)[^。!?\\n]{0,14}(?:一样|似的|一般)(?:的|地)?(?:安全|稳|踏实|放心|保险|牢靠)'],
  ['promise', 'topical', '一样|似的|没区别|没两样', '(?:和|跟|像|如|好比|同)[^。!?,\\n不没]{1,14}(?:一样|似的)(?:的|地)?(?:安全|稳|踏实|放心|牢靠|靠谱)'],
  // Principal.
  ['promise', 'strong', '本金|本钱|老本|连本|本息', `(?:本金|本钱|老本|本息|连本带[利息])${gap(5)}(?:[顾守护看保](?:得|全)?住|[伤碰动丢少](?:不到|不了|不着)|原封不动|完好|足额|悉数|不打折|一分不[落少差]|不缩水|没事|分文不少)|(?:[伤碰动损亏蚀](?:不到|不了|不着)|护住|顾住|包)(?:您|你|的|到)?(?:本金|老本|本钱|回本)`],
  ['promise', 'strong', '本|赚', '[保包宝煲葆饱][本夲][保包宝煲葆饱]息|稳[撰转攥篆][不卜][赔陪培]|包回本|包(?:收益|分红|利息)(?!含|括)'],
  ['promise', 'strong', 'a ?o|uan|u ?i|xian', '\\bb ?a ?o ?(?:ben|xi|zhuan|b ?e ?n)\\b|\\bw ?e ?n ?zhuan\\b|\\bbu ?(?:hui ?)?(?:kui|pei)\\b|\\b0 ?feng ?xian|\\bling ?feng ?xian'],
  // The risk is only written there.
  ['promise', 'strong', '风险', `风险(?:提示|揭示|测评|告知|说明)?(?:书|语)?(?:都|只|就)?${gap(8)}(?:走(?:个)?(?:形式|过场|流程)|形式而已|写给|应付|摆设|不用(?:看|管|理|在意)|别(?:管|看|理|当真)|吓唬|做做?样子|官话|套话|例行公事|忽略|不值一提|微乎其微|可以?不计)|(?:所谓的?)?风险${gap(6)}(?:纸面|理论)上(?:的|说说)`],
  ['promise', 'plain', '实际|其实|事实上|现实', '(?:实际上?|其实|事实上|现实中)(?:就|也|都|是|基本|几乎|跟|根本){0,3}(?:等于|约等于|相当于)?(?:没有?|零|不存在|没人亏|没亏过|不亏|稳的|安全的?)(?:风险)?(?:的|了|过)?(?=$|[,。!])|(?:实际上?|其实|事实上)[^。!?\\n不没]{0,6}(?:都(?:能)?(?:兑付|保|给)|照样(?:兑付|赚|给|保))|照样(?:兑付|保本|刚兑)'],
  // What a product will bring.
  ['expected-return', 'topical', '看|能|有望|会|计|大概率|应该|目标|冲', `(?:收益|回报|年化|净值|涨幅|一年|到期|利息|分红)率?${gap(6)}(?:看到|看齐|能达到|能到|会到|冲到?|有望(?:达到|到)?|能做到|能有|大概率(?:有|到)?|会有|会达到|将达|估计(?:有|能)?|预计)${gap(4)}${rate}|(?:预计|估计|预测|有望|大概率|保守|应该|大约能|差不多能|看好)${gap(10)}(?:赚|拿|收益|回报|涨|年化|挣|给)${gap(6)}${rate}|(?:预期|期望|预估|目标)(?:收益|回报|年化|年收益|获利)`],
  // Better than any other.
  ['superlative', 'topical', '顶|第一|头|领先|最|对手|找不|难找|天花板|之王|王者|独|无人|无敌|比这|秒杀|吊打|碾压|完胜|甩|封神|神|top|一哥|仅此|冠军|数一', '(?:业内|行业|市面上?|市场上?|全网|全市|全省|全国|全球|全台|同类|同业|国内|圈内|本地|全行)[^。!?;\\n不没]{0,8}(?:顶尖|顶级|第一|头部|头一|领先|最(?:高|强|好|优|牛|猛|佳|稳|赚)|没有?对手|找不[到出]|难找|天花板|之王|一哥|独一份|仅此一家|无出其右|数一数二|top|no\\.? ?1)|没有?对手|无人(?:能|可)(?:及|比|敌)|无敌|天花板|独一份|王者|找不[到出](?:比这|第二|更好|更高)|比这(?:个|款|只|档)?更(?:好|高|强|稳|划算|赚)的|头一(?:只|款|份|家|号|个)|独家(?:首发|发售|代理)|没有之一|秒杀|吊打|碾压|完胜|甩[^。!?\\n]{0,8}(?:条街|老远)|封神|神级|冠军|顶流|最(?:好|高|强|赚钱?|稳|安全|佳|优|牛|划算)的(?:选择|一只|一款|一个|一档|就是|没有)'],
  // Now or never.
  ['urgency', 'plain', '再晚|卖完|过了今|没份|手慢|不候|不等人|售罄|秒|剩', '[仅只]剩[^。!?\\n]{0,10}(?:额度|名额|席位)[^。!?\\n]{0,4}(?:赶紧|抓紧|赶快|快|速)|再晚(?:一步|一点|点|几天)?(?:就|可就)?(?:没|买不|抢不|轮不|后悔)|卖完(?:就|了)?(?:没|无|即止)|过了今[天晚日][^。!?\\n]{0,8}(?:买不到|没了?|再无)|就没份|过期不候|机会不等人|秒(?:没|空|罄)'],
  ['urgency', 'topical', '有限|先到|犹豫|观望|错过|截止|结束|停售|下架|见底|剩|趁|赶|抓紧|火速|快|速|尽快|上车|最后|倒计时|抢|火爆|热销|爆|机会|稍纵|窗口|晚', '(?:名额|额度|数量|席位)(?:非常|十分)?有限|先到先[得买]|(?:别|不要|不用|还)(?:再)?(?:犹豫|观望|磨蹭|错过|想太多)|(?:今天|今晚|今日|明天|本周|月底)(?:就)?(?:截止|结束|停售|下架|关门)|(?:即将|马上|就要|快要)(?:停售|下架|售罄|见底|结束|涨价|卖光)|见底|所剩无几|[仅只]剩|趁(?:现在|早|热|今天)|(?:赶紧|赶快|抓紧|尽快|尽早|火速|快|速速?)(?:来|去|点)?(?:下手|行动|冲|入|抢|买|上|锁|占|定|投)|上车|最后(?:一天|一批|几天|一波|机会|名额|两天|三天)|倒计时|疯抢|哄抢|抢手|抢疯|火爆|爆卖|热销|爆款|机会(?:难得|不多|稍纵即逝|千载难逢)|千载难逢|错失'],
  // Insurance against savings.
  ['comparison', 'strong', '险|保单|年金|增额', `${savings}(?:(?!不(?!如|及))[^。!?;\\n]){0,14}(?:不如|哪有|哪比|何不|换成|改买|挪到|转到|搬到|换)[^。!?;\\n不]{0,10}${insurance}|${insurance}[^。!?;\\n不]{0,10}(?:比(?!例|较|如|对)|强过|好过|高过|赢过|多过|胜过|抵过)[^。!?;\\n]{0,6}${savings}|(?:比|强过|好过)(?:放|买|存)?${savings}[^。!?;\\n不]{0,8}(?:强|好|高|划算|合算|多|稳)[^。!?;\\n不]{0,8}${insurance}`],
  // Where a market goes.
  ['forecast', 'strong', '[破上看底转走飞硬升涨]|企稳|爆发|突破|空间|井喷', `${market}${gap(8)}(?:年底|明年|接下来|马上|很快|今年|肯定|必|一定|迟早|铁定|年内|月底|下半年|下周|下月|即将)${gap(6)}(?:破|上|站上|看|冲|摸到|升到|涨到|跌到|跌破)(?:[0-9]|[一二两三四五六七八九十](?=[万千百点]))|${market}${gap(10)}(?:还会|还要|会|将|要|必|肯定|一定|继续|持续|必定|必然|准|铁定|马上|即将|迟早|就要)${gap(4)}(?:往上|向上|上走|反转|起来|升(?![级息])|突破|站上|站稳|企稳|暴涨|猛涨|狂飙|上攻|转牛|普涨|补涨|井喷|爆发|起飞|触底|见底)|(?:${market})(?:已经?|基本|都)?(?:见底|触底|筑底|到底了)|(?:[升涨])硬|[实梗]升`],
  ['forecast', 'topical', '底|空间|跌无|抄|加仓|进场|布局|入场|时机|往上', '(?:往下|向下|下跌|再跌)(?:没|无|已无|基本没)[^。!?,\\n]{0,3}空间|跌无可跌|(?:见底|触底|到底|底部)(?:了|无疑|,|$|。)|(?:抄底|加仓|上车|进场|布局|入场|买入)(?:的)?(?:好|最佳|绝佳|大好)?(?:时机|良机|时候|机会)|现在(?:买|进|入|上)(?:入|场)?(?:正|最|刚)(?:合适|好|是时候|当时)|(?:还会|继续|一路)(?:往|向)上'],
  // Further words for the same: who carries the risk, how sure it is, what it is said to be.
  ['promise', 'plain', '风险|包|放心|谁买|百利|全保|没有不|少不了|丢不|飞不|沾边|波动|风雨|雷打|极', `风险(?:全|都)?(?:由|归|算)?${backer}(?:来|全|都)?(?:扛|担|承担|顶|兜)|包(?:您|你|管)(?:能|会)?(?:回本|翻|涨)|[一百千万]+个放心|谁买谁(?:赚|发)|百利(?:而)?无一害|(?:本息|本利|本金)(?:全|都|通通|必|全都)保|没有不(?:赚|挣|笑|乐)的|钱${gap(4)}(?:丢|少|跑|飞)不[了掉]|到期[^。!?;,\\n]{0,4}一分(?:钱)?(?:也|都)?少不了|(?:亏|损)[^。!?;\\n]{0,8}(?:不沾边|无缘|绝缘)|[零无0]波动|风雨(?:无阻|不改|不误)|雷打不动|(?:输|跌|衰|差)极(?:都|也)有`],
  ['promise', 'plain', '没有一|等着|福利|准时|名字|马甲|看成|看作|等同|堪比|媲美|定好', '没有(?:过)?一(?:天|个月|年|次|周)(?:是)?(?:绿|跌|亏|负)|等着(?:分|收|领|拿|数)(?:钱|利息|红利|收益)?|送福利|发福利|(?:换了?个?(?:名字|马甲|说法)|披着[^。!?,\\n]{1,6}外衣)的[^。!?,\\n]{0,4}(?:存款|定期|储蓄)|看[成作][^。!?,\\n没不]{0,8}(?:存款|定期|活期|储蓄)|(?:安全|稳)[^。!?,\\n不没]{0,6}(?:等同|堪比|媲美|赛过|比肩)'],
  ['promise', 'strong', '套话|废话|场面话|唬人|pei|xi', '(?:风险|提示|条款|免责)[^。!?\\n]{0,12}(?:套话|废话|场面话|唬人)|wen ?zhuan ?bu ?pei|bao ?ben ?bao ?xi'],
  ['superlative', 'topical', '头名|独一|身后|没有比|同行', '头名|独一家|甩(?:在)?[^。!?,\\n]{0,4}(?:身后|后面)|没有比(?:它|这)[^。!?,\\n]{0,6}更|[把将]同行'],
  ['urgency', 'plain', '开抢|快定|开放|涨上|高价|额度', '开抢|快定|(?:放完|卖完|用完)[^。!?\\n]{0,4}(?:不再|没)|再犹豫|(?:就|又)要?(?:涨上去|涨价)|高价买'],
  ['comparison', 'strong', '险|年金|增额', `${insurance}[^。!?;\\n不]{0,8}(?:秒|打趴|打败|碾|甩|赢|盖过)[^。!?;\\n]{0,4}${savings}|${savings}(?:(?!不)[^。!?;\\n]){0,14}(?:转成|转投|换到|变成)[^。!?;\\n不]{0,6}${insurance}|${insurance}(?:其实|本质上?|说白了|说到底)?(?:就是|等于|相当于)[^。!?;\\n不]{0,4}${savings}`],
  ['forecast', 'strong', '牛市|看高|回到', `牛市(?:已经|已|就|马上|真的)?(?:要)?来[了临]|看高一线|${market}${gap(8)}(?:肯定|必|一定|铁定|准)${gap(3)}(?:回到|重返|收复)`],
]

/** Claims as a meeting of slots, in English. */
export const enSlots: readonly Row[] = [
  ['promise', 'strong', 'nailed|dead|cast|copper|slam|houses|bullet|bomb|sure|bank|print|mint|jam|gold|lose|fool|watch|wrong|jackpot', '\\bnailed[- ]on\\b|dead cert|cast[- ]iron|copper[- ]bottomed|slam[- ]dunk|safe as houses|bullet-?proof|bomb-?proof|sure-?fire|(?:like |it\'s |is |as good as |basically )money in the bank|(?:prints?|mints?|printing|minting) money|money for (?:jam|old rope)|good as gold|golden goose|laughing all the way|fool-?proof|watch (?:your |the |that )(?:money|savings|balance|capital|wealth|nest egg) (?:grow|pile|climb|multiply)'],
  ['promise', 'topical', 'iron|rock|water|brainer|win|clockwork|shine|come|high water|sleep|worry|stress|fail|miss|bag|easy|steady|crazy|mad|sit back|cover|cash|set', 'iron-?clad|rock[- ]solid|watertight|no[- ]brainer|win[- ]win|clockwork|rain or shine|come what may|high water|sleep (?:easy|soundly|well|like a baby|at night)|(?:worry|stress|care)[- ]free|without fail|(?:can\'?t|cannot) miss|in the bag|easy (?:gains?|profits?|returns?|win)|(?:crazy|mad|silly|foolish) not to|sit back and|cash (?:machine|cow)|set (?:it )?and forget|dead safe|super safe|(?:very|really|extremely|incredibly|so|pretty) safe\\b'],
  // A loss, and someone who makes it good.
  ['promise', 'plain', 'los|drop|fall|down|short|differ|worst|red', `(?:\\b(?:if|when|should) (?:\\w{1,10} ){1,4})?(?:\\bloses?\\b|loss(?:es)?|drops?|falls?|goes down|shortfall|downside|in the red|goes wrong|the worst)\\b${plainly(40)}\\b(?:we|i|the bank|our bank|the company|bank)(?:'ll|'d| will| would| can)? (?:\\w{1,10} )?(?:cover|make (?:it|up|you|good)|pay|refund|reimburse|compensate|top|foot|bear|absorb|eat|step in)\\b|\\b(?:we|i|bank)(?:'ll|'ve| will| have|'d)? (?:\\w{1,10} )?(?:cover|make up|make good|absorb|reimburse|compensate|top up|eat|foot|got your back)\\b${plainly(30)}\\b(?:loss\\w{0,2}|loses?|drops?|difference|shortfall|falls|downside|goes down)|downside(?: is|'s)(?: \\w{1,10})? (?:covered|protected|taken care|insured)|make you whole|(?:my|our) own pocket`],
  // Everyone has gained; as it was, so it will be.
  ['promise', 'plain', 'every|all |each', `(?:everyone|everybody|all (?:of )?(?:our|my|the) ?(?:clients?|customers?|investors?|buyers?|holders?)|every (?:single )?(?:client|customer|investor|buyer|holder|one of))\\b${plainly(24)}\\b(?:ma(?:de|kes?|king) (?:money|a profit|a killing|a fortune|good money|a packet)|profit(?:s|ed)?|came out ahead|is up|are up|wins?|won)\\b`],
  ['promise', 'topical', 'always|never|keep|will|again', `always (?:\\w{1,10} )?(?:pays?|paid|delivers?|delivered|hits?|meets?|beats?|returns?|bounces?|recovers?|comes? (?:back|through)|profitable|positive)\\b|never (?:fails?|failed|misse[sd]|disappoint\\w{0,3}|let|had a (?:losing|bad|down|negative))|(?:and|so) (?:it|this|they)(?:'ll| will) (?:\\w{1,10} )?(?:again|this year|next year|too|as well|keep|continue|do the same)|(?:keeps?|continue to|keep on) (?:paying|growing|going up|climbing|delivering)`],
  ['promise', 'plain', 'paid|pays|fail', `always (?:pays|paid) (?:out )?(?:${pct}|in full|on time)?|in (?:practice|reality)${plainly(12)}(?:always|safe|guaranteed|certain)|never fails? to (?:hit|pay|deliver|reach|make|return|meet)`],
  // A return whatever comes, a lowest one, a steady one.
  ['promise', 'plain', '%|per ?cent|doubl|tripl', `(?:at (?:the )?(?:very )?least|no less than|minimum of|worst case)\\b,?${plainly(30)}${pct}|(?:steady|solid|reliable|easy|safe|sure|cool|consistent|locked[- ]in) ${pct}|${pct}${plainly(16)}(?:clockwork|without fail|rain or shine|for life|no matter|guaranteed|for sure|like it or not)|(?:promise|guarantee|swear|vouch|assure)\\w{0,2}${plainly(24)}${pct}|(?:money|investment|stake|capital|savings)${plainly(12)}(?:doubles?|triples?)\\b|doubles? (?:every|in \\w{1,6} years|your money)`],
  ['promise', 'strong', 'locked|lock in|return|payout|profit', '(?:returns?|yields?|profits?|gains?|payouts?)(?: is| are|\'s)(?: (?:fully|all|already|completely))? (?:locked in|locked|certain|baked in|a given|set in stone|in the bag|built in)|lock(?:s|ed)? in (?:your |a |the )?(?:returns?|profits?|gains?|yields?)'],
  // The risk is only written there.
  ['promise', 'strong', 'risk|warning|disclaim|print', `(?:risk\\w{0,2}|warnings?|disclaimers?|disclosures?|(?:small|fine) print)\\b${plainly(24)}\\b(?:formality|boilerplate|box[- ]ticking|for show|legal stuff|legalese|ignore|just (?:legal|theory|theoretical|paperwork)|purely theoretical|overblown|exaggerated|paper(?:work)? only)|risk(?:s)?(?: is| are|'s)(?: \\w{1,12}){0,2} (?:negligible|close to zero|next to nothing|near zero|almost nil|nothing to worry)`],
  // What it will bring.
  ['expected-return', 'topical', 'expect|project|forecast|anticip|estimat|predict|should|could|looking|target|likely', `(?:expect|project|forecast|anticipat|estimat|predict|target)\\w{0,3}\\b${plainly(36)}${pct}|(?:should|could|likely to|will probably) (?:\\w{1,8} )?(?:return|yield|earn|make|pay|gain|bring)(?: you)?(?: (?:about|around|roughly|up to|some|close to))? ${pct}|(?:looking at|in line for) (?:\\w{1,8} ){0,2}${pct}|(?:expected|projected|anticipated|target) (?:annual(?:i[sz]ed)? )?(?:returns?|yields?|profits?|gains?)`],
  ['superlative', 'topical', 'number one|no\\.? ?1|#1|rated|close|none|league|shoulders|leading|class|beat|unparall|best|rest|king|star|champ|equal|rival|finest|greatest', 'number one\\b|\\bno\\. ?1\\b|#1|top[- ]rated|(?:nothing|no one|nobody)(?: else)? (?:comes|even comes|gets) close|second to none|league of its own|head and shoulders|(?:market|industry|world)[- ]leading|world[- ]class|best[- ]in[- ]class|unparalleled|(?:can\'?t|cannot|can\'t) be (?:beaten|beat|matched)|the (?:very )?best (?:there is|on the market|around|you can|in the|money can|of all|of its)|best of the best|beats? (?:everything|all|every|any|the (?:rest|competition|others))|the rest (?:behind|in the dust)|king of|star performer|champion|without (?:equal|rival)|no (?:equal|rival)|the (?:finest|greatest) '],
  ['urgency', 'topical', 'left|remain|gone|limited|ends|clos|running|almost|fast|miss|fomo|late|get in|jump|grab|snap|lock|tick|wait|hesitat|delay|lifetime|last|today|while|now|first come|hurry|rush|quick|soon', '(?:slots?|places?|spots?|units?|quota|allocation|shares)(?: \\w{1,8}){0,2} (?:left|remaining|gone|limited|running)|(?:few|limited) (?:slots?|places?|spots?|units?|quota)|(?:offer|sale|deal|subscription|window)(?: \\w{1,8})? (?:ends|closes) (?:tonight|today|soon|at midnight|tomorrow)|closing (?:soon|fast|tonight)|running out|almost (?:gone|sold|full)|(?:going|filling|selling)(?: up)? fast|miss (?:out|this|the boat)\\b|fomo|too late\\b|get in (?:now|early|before|while|today|on)|jump (?:on|in)|\\bgrab\\b|snap (?:it |this )?up|lock (?:it|this|that)? ?(?:in )?(?:now|today|before)|clock is ticking|don\'t (?:wait|delay|think twice|sleep on)|don\'t hesitate(?! to (?:contact|ask|call|reach|write|let))|once[- ]in[- ]a[- ]lifetime|won\'t last|today only|while you (?:still )?can|now is the (?:time|moment)|last (?:few|day|chance)\\b|final (?:few|day|chance)|hurry\\b|act (?:now|fast)'],
  ['superlative', 'plain', 'number one|close', 'number one in (?:its|the) (?:class|category|field|market)|nothing else (?:comes|even comes) close'],
  ['urgency', 'strong', 'chance', '(?:last|final|only) chance to (?:get in|buy|invest|subscribe|join)'],
  ['comparison', 'strong', 'insur|polic|annuit|endow', `(?:deposits?|savings|bank|treasur\\w{1,4}|funds?|bonds?)\\b${plainly(40)}\\b(?:polic(?:y|ies)|insurance|annuit(?:y|ies)|endowments?)\\b${plainly(24)}\\b(?:(?:pays?|earns?|yields?|gives?)(?: \\w{1,10})? (?:more|better|higher)|beats?|instead|smarter|wins)\\b|(?:swap|switch|move|replace|exchange|ditch|trade)\\b${plainly(24)}(?:deposits?|savings|funds?|treasur\\w{1,4})\\b${plainly(16)}(?:polic|insurance|annuit|endow)`],
  ['forecast', 'strong', 'moon|rocket|bottom|poised|primed|set|head|about|due|ready|going|hit|reach|top|break|pass|touch|one way|leg up|bull', `\\b${things}(?: prices?| market)?(?: (?:is|are)|'s|'re) (?:\\w{1,10} )?(?:going|headed|heading|off|set|poised|primed|bound|sure|about|due|ready)(?: \\w{1,10}){0,2}? (?:to the moon|for (?:a |new |another )?(?:rally|highs?|records?|boom|bull|rebound|surge|gains?|big)|up\\b|higher|north|to (?:rally|rise|soar|explode|pop|run|take off|break out|outperform|bounce|climb|jump|surge|recover|boom))|to the moon|sky-?rocket|moonshot|\\b${things}(?: has| have|'s|'ve)? (?:already )?bottomed|only one way(?::| is| to go|,)? up|next leg up|about to (?:take off|explode|boom)|\\b${things}(?: prices?)? will (?:\\w{1,10} )?(?:hit|reach|top|break|pass|touch|exceed) (?:\\$|usd )?\\d`],
  // Further words for the same.
  ['promise', 'plain', 'free|laugh|untouch|right|weather|name|safety|losses|down|say', `free (?:cash|lunch|profits?|returns?)\\b|laughing (?:in|by|soon)|untouchable|see you right|whatever the weather|deposit in (?:all but|everything but) name|(?:same|equal) safety as|losses\\? (?:not|never|none|no)|(?:make|made|force) us (?:say|write|add|print)${word}{0,40}|never lets? you down`],
  ['expected-return', 'plain', '%|per ?cent|forecast|project', `(?:be up|net you|bring you|earn you|make you) (?:\\w{1,10} )?${pct}|(?:forecast|projected|prospective) (?:yield|return|profit)`],
  ['superlative', 'plain', 'league|else|nobody', 'top of the league|(?:no one|nobody) else (?:offers|gives|pays|has)'],
  ['forecast', 'strong', 'nowhere|strength|weaken', `nowhere to go but up|\\b${things}(?: prices?)? will (?:\\w{1,10} )?(?:strengthen|weaken|firm)`],
]
