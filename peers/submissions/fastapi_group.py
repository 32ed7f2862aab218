# The server with which paneld is compared: FastAPI + sqlite3 with group commit. One writer thread drains a queue, one COMMIT per
# batch, answers after COMMIT. It checks no signature and no survey.
import os,sys,asyncio; sys.path.insert(0,os.path.dirname(__file__))
from contextlib import asynccontextmanager
from concurrent.futures import ThreadPoolExecutor
from fastapi import FastAPI
from pydantic import BaseModel
import schema
DB=os.environ['DB']; schema.init(DB)
class R(BaseModel):
    survey:int; expert:str; model:str; item:str; answers:dict[str,int|str]
ex=ThreadPoolExecutor(1); conn=None; q=None
def batch(items):
    global conn
    if conn is None: conn=schema.connect(DB)
    conn.execute('BEGIN IMMEDIATE')
    try: ids=[schema.put(conn,d) for d in items]; conn.execute('COMMIT'); return ids
    except BaseException: conn.execute('ROLLBACK'); raise
async def writer():
    loop=asyncio.get_running_loop()
    while True:
        b=[await q.get()]
        while not q.empty() and len(b)<256: b.append(q.get_nowait())
        try:
            ids=await loop.run_in_executor(ex,batch,[d for d,_ in b])
            for (d,f),i in zip(b,ids): f.set_result(i)
        except Exception as e:
            for d,f in b: f.set_exception(e)
@asynccontextmanager
async def life(app):
    global q; q=asyncio.Queue(); t=asyncio.create_task(writer()); yield; t.cancel()
app=FastAPI(lifespan=life)
@app.post('/responses',status_code=201)
async def post(r:R):
    f=asyncio.get_running_loop().create_future(); await q.put((r.model_dump(),f)); return {'id':await f}
