"""One-turn probes: every labelled line said in its place to the real bot, and what it did held against what the line does.
usage: probe.py OUT FILES...   (cwd = tree)"""
import asyncio, collections, json, os, re, sys, tempfile, uuid, pathlib, time
sys.path.insert(0, os.getcwd())
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL","3")
from rasa.core.channels import UserMessage
from shouhou.cases.database import Database
from shouhou.cases.schema import upgrade
from shouhou.evaluation.answers import _agent
from shouhou.models import newest_model
from tests.leading import NOW, Talk, add_order, begin
from shouhou.cases.export_kinds import Kind
from shouhou.cases.exports import export_lines
from shouhou.cases import tables as t
from sqlalchemy import select
PART=re.compile(r"\[([a-z]+)\]([^\[]*)")
PRE={"S":["收到就是坏的 退货退款","没有"],"M":["收到就是坏的 退货退款"],"T":["收到就是坏的"],"R":["我要退货退款"],
     "D":["帮我跟商家说一声快点处理"],"A":["收到就是坏的 退货退款","没有","确认提交"]}
loop=asyncio.new_event_loop(); asyncio.set_event_loop(loop)
agent=_agent(newest_model())
cache={}
def parse(text):
    if text not in cache:
        cache[text]=loop.run_until_complete(agent.processor.parse_message(UserMessage(text,sender_id="x",metadata={"at":NOW.isoformat()})))
    return dict(cache[text])
out=open(sys.argv[1],"w"); count=collections.Counter(); total=collections.Counter()
with tempfile.TemporaryDirectory() as d:
    db=Database(f"sqlite:///{d}/s.db"); upgrade(db)
    k=0
    def say(talk,text):
        p=parse(text); p["metadata"]={"buyer_id":talk.owner()}
        n=len(talk.said); talk._lead({**p,"text":text}); return talk.said[n:]
    for fn in sys.argv[2:]:
        for line in open(fn):
            line=line.rstrip("\n")
            if not line or line.startswith("#"): continue
            place,_,marked=line.partition(" ")
            if place not in PRE: continue
            parts=PART.findall(marked); text="".join(w for _,w in parts).strip()
            acts={a for a,_ in parts}
            k+=1; buyer=f"b{k}"
            add_order(db,f"26{k:04d}-{k:015d}","家用多功能套装",buyer,paid_amount=20000,category="日用")
            talk=begin(db,buyer=buyer,conversation=f"widget:buyer:{buyer}")
            for pre in PRE[place]: said=say(talk,pre)
            before=talk.state; last=said[-1].text
            dr0=dict(before.draft.fields) if before.draft else {}
            try: said=say(talk,text)
            except Exception as e:
                count[place,"CRASH"]+=1; out.write(f"CRASH\t{place}\t{text}\t{e!r}\n"); continue
            after=talk.state; dr=dict(after.draft.fields) if after.draft else {}
            names=[s.response for s in said]; alltext=" / ".join(s.text.replace("\n"," | ") for s in said)
            filed="utter_application_filed" in names; sent=any(n.startswith("utter_merchant") and ("sent" in n or "passed" in n or "told" in n) for n in names)
            form=after.draft.form if after.draft else None
            total[place]+=1; faults=[]
            EDIT={"set","add","strike","wrong","want","unwanted","fallback","tell","no"}
            OFF={"leave","pause","cancel","human","complain","no"}
            if not said: faults.append("silent")
            if any("not_understood" in n for n in names): faults.append("not_understood")
            if any(n in ("utter_out_of_scope","utter_capabilities","utter_ask_capabilities") for n in names): faults.append("turned_away")
            if place=="S":
                if acts<= {"yes","chat","rebuke","anger","ack","ask","photo","pass"} and "yes" in acts and not filed: faults.append("yes_not_heard")
                if "yes" not in acts and filed: faults.append("filed_without_yes")
                if filed and acts&{"set","add","strike","wrong"}: faults.append("filed_without_edit")
                if not filed and not acts&OFF and form!="application" and not acts&{"pass"}: faults.append("left_form")
                if acts&{"leave"} and not acts&{"want","set","yes"} and form=="application": faults.append("leave_not_heard")
                if form=="application" and not acts&{"want","set","unwanted","wrong","no"} and dr.get("request_type")!=dr0.get("request_type"): faults.append("type_changed")
                if form=="application" and not acts&{"want","set","add"} and dr.get("amount")!=dr0.get("amount"): faults.append("amount_changed")
                if form=="application" and acts&{"set","add","strike"} and said and not filed and {k:v for k,v in dr.items() if k!='denied'}=={k:v for k,v in dr0.items() if k!='denied'}: faults.append("edit_unread")
                if acts=={"ask"} and len(said)==1 and said[-1].text==last: faults.append("ask_unanswered")
            if place in "MTR":
                if not acts&OFF and form not in ("application",) and not filed and not acts&{"pass","ask"}: faults.append("left_form")
                if acts&{"leave"} and not acts&{"want"} and form=="application": faults.append("leave_not_heard")
            if place in "SMT" and form=="application":
                written=f"{dr.get('reason') or ''}|{dr.get('details') or ''}"
                new=written.replace(f"{dr0.get('reason') or ''}|","",1)
                for a,w in parts:
                    w2=w.strip(" ,，。.!！?？~～")
                    if a in ("ask","ack","rebuke","anger","yes","strike","pass","human","complain") and len(w2)>=4 and any(w2[i:i+4] in written and w2[i:i+4] not in f"{dr0.get('reason')}{dr0.get('details')}" for i in range(len(w2)-3)): faults.append(f"wrote_{a}")
                    if a in ("add","fallback") and len(w2)>=4:
                        grams=[w2[i:i+2] for i in range(len(w2)-1)]
                        if sum(g in written or g in str(dr.get('wanted')) for g in grams)<len(grams)*.4: faults.append(f"lost_{a}")
                    if a=="tell" and len(w2)>=4 and place!="S":
                        grams=[w2[i:i+2] for i in range(len(w2)-1)]
                        if sum(g in written for g in grams)<len(grams)*.5: faults.append("lost_tell")
            if place=="A":
                if acts<= {"ack","chat"} and (len(said)>1 or not any(n in ("utter_affirm_nothing","utter_thank","utter_goodbye","utter_deny_nothing","utter_acknowledged","utter_take_your_time","utter_greet","utter_greet_in_talk","utter_paused") for n in names)): faults.append("ack_misread")
                if form and not acts&{"want","set","add","strike","cancel","pass","complain","fallback","wrong","unwanted","photo","point"}: faults.append("form_opened")
            if place=="D":
                if "yes" in acts and acts<={"yes","chat","rebuke","ack","anger","ask"} and form=="merchant": faults.append("yes_not_heard")
                if "yes" not in acts and form!="merchant" and not acts&OFF and not acts&{"want","ask","ack","wrong"}: faults.append("left_form")
                if form=="merchant":
                    words=json.dumps(dr,ensure_ascii=False)
                    if acts&{"set","add","strike"} and dr==dr0: faults.append("edit_unread")
                    for a,w in parts:
                        w2=w.strip(" ,，。.!！?？~～")
                        if a in ("rebuke","yes","strike","ack") and len(w2)>=4 and any(w2[i:i+4] in words for i in range(len(w2)-3)): faults.append(f"wrote_{a}")
            for f in dict.fromkeys(faults): count[place,f]+=1
            total[place,"faulty"]+=bool(faults)
            extra={q:dr.get(q) for q in ("request_type","reason","details","amount","wanted","words","message") if dr.get(q)!=dr0.get(q)}
            out.write(f"{','.join(dict.fromkeys(faults)) or 'ok'}\t{place}\t{marked}\t{json.dumps(extra,ensure_ascii=False)}\t{alltext[:300]}\n")
    db.dispose()
for p in PRE: print(p, "lines",total[p],"faulty",total[p,"faulty"], {f:n for (q,f),n in sorted(count.items(),key=lambda x:-x[1]) if q==p})
