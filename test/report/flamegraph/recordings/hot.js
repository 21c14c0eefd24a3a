function priceOf(n){let s=0;for(let i=0;i<n;i++)s+=Math.sqrt(i)%7;return s}
function listPrices(){let t=0;for(let i=0;i<50;i++)t+=priceOf(20000);return t}
const end=Date.now()+400;let x=0;while(Date.now()<end)x+=listPrices();console.log(x>0);
