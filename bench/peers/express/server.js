// The click path as the usual referral tutorial writes it: find the link, insert the click, add one
// to the link, add one to its owner, each statement awaited. It is kinder than most of them: the
// code has an index, and the counters are added to in the database, so that none is lost.
import express from 'express';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.use(express.json());

async function trackClick(code, { referrer, utm_source: utmSource }) {
  const found = await pool.query('SELECT * FROM referral_links WHERE code = $1', [code]);
  const link = found.rows[0];
  if (!link) {
    return null;
  }
  const click = await pool.query(
    'INSERT INTO clicks (referral_link_id, referrer, utm_source) VALUES ($1, $2, $3) RETURNING id',
    [link.id, referrer, utmSource],
  );
  await pool.query('UPDATE referral_links SET click_count = click_count + 1 WHERE id = $1', [link.id]);
  await pool.query('UPDATE users SET click_count = click_count + 1 WHERE id = $1', [link.user_id]);
  return { id: click.rows[0].id, destination: link.destination_url };
}

app.post('/track-click', async (req, res) => {
  const click = await trackClick(req.body.referral_link.split('/r/')[1], req.body);
  if (!click) {
    return res.status(404).json({ success: false });
  }
  return res.json({ success: true, click_id: click.id });
});

app.get('/r/:code', async (req, res) => {
  const click = await trackClick(req.params.code, { referrer: req.get('referer') });
  if (!click) {
    return res.status(404).json({ success: false });
  }
  return res.redirect(`${click.destination}?click_id=${click.id}`);
});

app.get('/', (req, res) => res.json({ ready: true }));

app.listen(Number(process.env.PORT), '127.0.0.1');
